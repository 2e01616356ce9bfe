import { randomUUID } from 'node:crypto'
import { mkdir, open, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { ClinvkError } from '@clinvk/plugin-sdk'

/** A file of somebody else's that is about to change. */
export class KeptFile {
  readonly path: string
  /** What stood in it; undefined: there was none. Bytes, as it may be in any encoding. */
  readonly #before: Buffer | undefined

  private constructor(path: string, before: Buffer | undefined) {
    this.path = path
    this.#before = before
  }

  /** Errors: `invalid_request` for a file that cannot be read. */
  static async open(path: string): Promise<KeptFile> {
    return new KeptFile(path, await read(path))
  }

  /** What stood in it, as text. */
  get text(): string | undefined {
    return this.#before?.toString('utf8')
  }

  /** What stands in it now. */
  async now(): Promise<string | undefined> {
    return (await read(this.path))?.toString('utf8')
  }

  /** Puts a copy into a folder that is for the user alone. Resolves to its path; undefined: there is nothing to copy. */
  async backUp(folder: string, prefix: string): Promise<string | undefined> {
    if (this.#before === undefined) return undefined
    const copy = join(folder, `${prefix}-${new Date().toISOString().replaceAll(/[:.]/g, '-')}-${basename(this.path)}`)
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await writeFile(copy, this.#before, { mode: 0o600, flag: 'wx' })
    } catch (cause) {
      throw unwritten(copy, cause)
    }
    return copy
  }

  /** Puts other content in the place of what stands in it now, all at once. Links stay. Errors: `invalid_request`. */
  async write(content: string | Buffer): Promise<void> {
    await this.#change(async () => replace(await realpath(this.path), content))
  }

  /** Brings back what stood in it. Links stay. Errors: `invalid_request`. */
  async restore(): Promise<void> {
    const now = await read(this.path)
    const before = this.#before
    if (before === undefined) {
      // Where a link led nowhere, what it leads to now is new, not the link.
      if (now !== undefined) await this.#change(async () => rm(await realpath(this.path)))
    } else if (now === undefined) await this.#change(() => writeFile(this.path, before, { mode: 0o600 }))
    else if (!now.equals(before)) await this.write(before)
  }

  async #change(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (cause) {
      throw unwritten(this.path, cause)
    }
  }
}

/** Under a name that nobody can have put in the way, with the mode of what it replaces. */
async function replace(target: string, content: string | Buffer): Promise<void> {
  const { mode } = await stat(target)
  const next = `${target}.clinvk-${randomUUID()}`
  const file = await open(next, 'wx', 0o600)
  try {
    try {
      await file.writeFile(content)
      await file.chmod(mode & 0o777)
    } finally {
      await file.close()
    }
    await rename(next, target)
  } catch (cause) {
    await rm(next, { force: true })
    throw cause
  }
}

async function read(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path)
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code === 'ENOENT') return undefined
    throw new ClinvkError('invalid_request', `${path} cannot be read (${code})`, { hint: 'Look at its permissions, or move it away, and try again.', cause })
  }
}

function unwritten(path: string, cause: unknown): ClinvkError {
  return new ClinvkError('invalid_request', `${path} cannot be written (${(cause as NodeJS.ErrnoException).code ?? String(cause)})`, { hint: 'Look at its permissions, and at the room that is left on the disk.', cause })
}
