import { accessSync, constants, lstatSync, mkdirSync, readlinkSync, realpathSync, type Stats, statSync } from 'node:fs'
import { hostname } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { ClinvkError, isClinvkError } from '@clinvk/plugin-sdk'
import type { ConfigPlace } from '../config/load.ts'
import { readConfigText } from '../config/read-file.ts'
import { replaceFile, syncFolder } from '../session/durable-file.ts'
import { thisOwner } from '../session/owner.ts'
import { LostLock, StoreLock } from '../session/store-lock.ts'

/** Makes a new text from the one that is there (empty without a file); undefined: nothing is to be written. */
export type Change = (text: string) => Promise<string | undefined>

/**
 * Changes a configuration file under a lock: who writes at the same time waits, readers see the old file or the new one. The
 * file is 0600 afterwards; a link stays, and what it leads to is replaced.
 * Errors: `config_invalid` for a file or a folder that may not be written, or a lock that is not to be had.
 */
export async function changeConfigFile({ path, named }: ConfigPlace, change: Change): Promise<boolean> {
  const target = followLinks(path)
  const folder = dirname(target)
  checkFolder(folder, path, named)
  const lock = new StoreLock(folder, thisOwner(hostname()), undefined, folder)
  let held = false
  try {
    return await lock.hold(basename(target), async (guard) => {
      held = true
      checkFile(target)
      const next = await change(readConfigText(target, false) ?? '')
      if (next === undefined) return false
      await replaceFile(folder, basename(target), next, guard.check)
      await syncFolder(folder)
      return true
    })
  } catch (cause) {
    if (cause instanceof LostLock) throw cannotWrite(path, 'another process changed it at the same time', 'Try again.', cause)
    if (held && isClinvkError(cause)) throw cause
    if (isClinvkError(cause) && cause.code === 'session_busy') throw cannotWrite(path, 'another process holds its lock', `Look for a clinvk that hangs; the lock is ${target}.lock.`, cause)
    throw cannotWrite(path, cause instanceof Error ? cause.message : String(cause), `Make ${folder} a folder that you can write.`, cause)
  }
}

/** Where a path leads; the last link may lead to a file that is not there yet. */
function followLinks(path: string): string {
  let target = path
  for (let links = 0; links < 40; links++) {
    let stats: Stats | undefined
    try {
      stats = lstatSync(target, { throwIfNoEntry: false })
    } catch (cause) {
      throw cannotWrite(path, (cause as Error).message, 'Check the way to the file.', cause)
    }
    if (stats?.isSymbolicLink() !== true) break
    target = resolve(dirname(target), readlinkSync(target))
  }
  try {
    return join(realpathSync(dirname(target)), basename(target))
  } catch {
    return target // the folder is not there yet
  }
}

function checkFolder(folder: string, path: string, named: boolean): void {
  try {
    if (!named) mkdirSync(folder, { recursive: true, mode: 0o700 })
    // What is replaced is replaced by a new file in its folder.
    accessSync(folder, constants.W_OK | constants.X_OK)
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code
    if (code === 'ENOENT') throw cannotWrite(path, `the folder ${folder} does not exist`, 'Make the folder, or name another file.', cause)
    throw cannotWrite(path, `the folder ${folder} cannot be written (${code})`, 'Make it a folder that you can write, or name another file with --config.', cause)
  }
}

function checkFile(target: string): void {
  const stats = statSync(target, { throwIfNoEntry: false })
  if (stats === undefined) return
  if (!stats.isFile()) throw cannotWrite(target, stats.isDirectory() ? 'it is a folder' : 'it is no regular file', 'Name a file.')
  let writable = (stats.mode & 0o222) !== 0 // root may write everything, but the mode was meant
  try {
    accessSync(target, constants.W_OK)
  } catch {
    writable = false
  }
  if (!writable) throw cannotWrite(target, 'it is read-only', `Allow it (chmod u+w ${target}), or name another file with --config.`)
}

function cannotWrite(path: string, why: string, hint: string, cause?: unknown): ClinvkError {
  return new ClinvkError('config_invalid', `cannot write the configuration file ${path}: ${why}`, { hint, ...(cause === undefined ? {} : { cause }) })
}
