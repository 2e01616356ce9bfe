import { randomBytes } from 'node:crypto'
import { closeSync, fstatSync, fsync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

const sync = promisify(fsync)

/** How the names of half-written files begin. */
export const temporaryPrefix = '.tmp-'

/** What tells one content of a file from the next without reading it. */
export interface Stamp {
  /** Modification time, milliseconds with a fraction. */
  readonly mtime: number
  /** Bytes. */
  readonly size: number
}

/** Identifies one version of a file that is only ever replaced, or undefined for a file that is not there. */
export function versionOf(path: string): string | undefined {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false })
  return stats === undefined ? undefined : `${stats.ino}:${stats.mtimeNs}:${stats.size}`
}

/**
 * Puts `text` in the place of `<dir>/<name>`, 0600: readers see the old content or the new one, and after this call the new
 * one survives a crash. `beforeRename` runs when everything is on the disk; when it throws, the old file stays.
 */
export async function replaceFile(dir: string, name: string, text: string, beforeRename: () => void = () => undefined): Promise<Stamp> {
  const path = join(dir, name)
  const temporary = join(dir, `${temporaryPrefix}${process.pid}-${randomBytes(6).toString('hex')}`)
  try {
    const file = openSync(temporary, 'wx', 0o600)
    let stamp: Stamp
    try {
      writeWhole(file, text)
      await sync(file)
      const { mtimeMs, size } = fstatSync(file)
      stamp = { mtime: mtimeMs, size }
    } finally {
      closeSync(file)
    }
    beforeRename()
    renameSync(temporary, path)
    return stamp
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}

/** Writes all of `content` in one call where the system allows it. */
export function writeWhole(file: number, content: string | Buffer): void {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written)
}

/** Makes a new name in `dir` survive a power failure. */
export async function syncFolder(dir: string): Promise<void> {
  let folder: number
  try {
    folder = openSync(dir, 'r')
  } catch {
    // Windows does not open folders; there the system writes them in its own time.
    return
  }
  try {
    await sync(folder)
  } catch {
    // Some network file systems refuse it; the file's content is safe all the same.
  } finally {
    closeSync(folder)
  }
}

/** What a writer that died left behind is removed after a day. */
const abandonedMs = 86_400_000

/** Removes a temporary file or folder that nobody works on any more. */
export function removeAbandoned(path: string): void {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats === undefined || Math.abs(Date.now() - stats.mtimeMs) < abandonedMs) return
  try {
    rmSync(path, { recursive: true, force: true })
  } catch {
    // A folder that may not be written: leftovers do no harm there either.
  }
}
