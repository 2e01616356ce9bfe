import { randomBytes } from 'node:crypto'
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, rmdirSync, rmSync, type Stats, stat, statSync, unlinkSync, utimes } from 'node:fs'
import { dirname, join } from 'node:path'
import { temporaryPrefix, writeWhole } from './durable-file.ts'
import { type Owner, ownerState, readOwner } from './owner.ts'
import { systemCode } from './storage-error.ts'

type Done = (error: unknown) => void

/**
 * The file system as proper-lockfile sees it, with two things it lacks. A lock whose holder died on this machine counts as
 * stale at once: the lock's folder holds a note of its owner, and appears together with it, by a rename. And a lock is
 * removed only when it is the very one that was taken, or judged stale: between a look and the removal another process may
 * have taken it anew.
 */
export class LockFolder {
  readonly utimes = utimes
  readonly #self: Owner
  readonly #held = new Map<string, string>()
  readonly #judged = new Map<string, string>()

  constructor(self: Owner) {
    this.#self = self
  }

  mkdir(path: string, done: Done): void {
    settle(done, () => {
      const made = temporaryName(path)
      mkdirSync(made, { mode: 0o700 })
      try {
        writeOwner(made, this.#self)
        const lock = identity(made)
        // A folder replaces an empty one at most, and every lock has its note inside: this fails while the lock is held.
        renameSync(made, path)
        if (lock !== undefined) this.#held.set(path, lock)
      } catch (error) {
        rmSync(made, { recursive: true, force: true })
        const code = systemCode(error)
        // EPERM: how Windows says it; elsewhere it is a folder that may not be written.
        const taken = code === 'ENOTEMPTY' || code === 'EEXIST' || (code === 'EPERM' && identity(path) !== undefined)
        throw taken ? Object.assign(new Error(`"${path}" exists`), { code: 'EEXIST' }) : error
      }
    })
  }

  stat(path: string, done: (error: unknown, stats?: Stats) => void): void {
    stat(path, (error, stats) => {
      if (error !== null || this.#held.has(path)) return done(error, stats)
      const found = identity(path)
      if (found === undefined) this.#judged.delete(path)
      else this.#judged.set(path, found)
      if (found !== undefined && this.#ownerDied(path)) stats.mtime = new Date(0)
      done(null, stats)
    })
  }

  rmdir(path: string, done: Done): void {
    settle(done, () => {
      const lock = this.#held.get(path) ?? this.#judged.get(path)
      this.#held.delete(path)
      this.#judged.delete(path)
      if (lock !== undefined) remove(path, lock)
    })
  }

  /** Called when the process ends while it holds the lock. */
  rmdirSync(path: string): void {
    const held = this.#held.get(path)
    if (held !== undefined) remove(path, held)
  }

  /** True while the lock at `path` is the one this process took. */
  holds(path: string): boolean {
    const held = this.#held.get(path)
    return held !== undefined && identity(path) === held
  }

  #ownerDied(path: string): boolean {
    try {
      const owner = readOwner(JSON.parse(readFileSync(ownerPath(path), 'utf8')))
      return owner !== undefined && ownerState(owner, this.#self.host) === 'dead'
    } catch {
      // No note that can be read: the lock's age decides.
      return false
    }
  }
}

function ownerPath(lock: string): string {
  return join(lock, 'owner.json')
}

function temporaryName(path: string): string {
  return join(dirname(path), `${temporaryPrefix}${process.pid}-${randomBytes(6).toString('hex')}`)
}

function writeOwner(folder: string, owner: Owner): void {
  const file = openSync(ownerPath(folder), 'wx', 0o600)
  try {
    writeWhole(file, JSON.stringify(owner))
  } catch {
    // A full disk, say. An empty note still keeps others out; the lock's age then tells when its holder died.
  } finally {
    closeSync(file)
  }
}

/** Moves the lock away, so that it is gone at once, and deletes it there; unless it is another one by now. */
function remove(path: string, lock: string): void {
  if (identity(path) !== lock) return
  const away = temporaryName(path)
  try {
    renameSync(path, away)
    if (identity(away) === lock) discard(away)
    // Taken anew between the look and the rename: its holder finds it back, or tries again.
    else renameSync(away, path)
  } catch (error) {
    if (!['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(systemCode(error) ?? '')) throw error
  }
}

/** Deletes a lock's folder: its note, and nothing else, as a rule. */
function discard(folder: string): void {
  try {
    unlinkSync(ownerPath(folder))
    rmdirSync(folder)
  } catch {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Tells a folder from a later one at the same path, which may have the same inode number. */
function identity(path: string): string | undefined {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false })
  return stats === undefined ? undefined : `${stats.ino}:${stats.birthtimeNs}`
}

/** Does a synchronous thing for a caller who waits for a callback, and must not be called back at once. */
function settle(done: Done, work: () => void): void {
  let failure: unknown = null
  try {
    work()
  } catch (error) {
    failure = error
  }
  setImmediate(done, failure)
}
