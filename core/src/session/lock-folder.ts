import { mkdir, readFileSync, type Stats, rmdir, rmdirSync, rmSync, stat, statSync, utimes, writeFileSync } from 'node:fs'
import { type Owner, ownerState, readOwner } from './owner.ts'
import { systemCode } from './storage-error.ts'

type Done = (error: NodeJS.ErrnoException | null) => void

/**
 * The file system as proper-lockfile sees it, with two things it lacks. A lock whose holder died on this machine counts as
 * stale at once: its owner stands beside it in `<lock>.owner`. And a lock folder is removed only when it is the very one
 * that was taken, or judged stale: between a look and the removal another process may have taken the lock anew.
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
    mkdir(path, 0o700, (error) => {
      if (error !== null) return done(error)
      const lock = identity(path)
      if (lock !== undefined) {
        this.#held.set(path, lock)
        try {
          writeFileSync(ownerPath(path), JSON.stringify({ ...this.#self, lock }), { mode: 0o600 })
        } catch {
          // A full disk, say. Without the note the lock becomes stale by its age alone.
        }
      }
      done(null)
    })
  }

  stat(path: string, done: (error: NodeJS.ErrnoException | null, stats?: Stats) => void): void {
    stat(path, (error, stats) => {
      if (error !== null || this.#held.has(path)) return done(error, stats)
      const found = identity(path)
      if (found === undefined) this.#judged.delete(path)
      else this.#judged.set(path, found)
      if (found !== undefined && this.#ownerDied(path, found)) stats.mtime = new Date(0)
      done(null, stats)
    })
  }

  rmdir(path: string, done: Done): void {
    const held = this.#held.get(path)
    if (held !== undefined) {
      this.#release(path, held)
      return done(null)
    }
    const judged = this.#judged.get(path)
    this.#judged.delete(path)
    if (judged === undefined || identity(path) !== judged) return done(null)
    rmdir(path, done)
  }

  /** Called when the process ends while it holds the lock. */
  rmdirSync(path: string): void {
    const held = this.#held.get(path)
    if (held !== undefined) this.#release(path, held)
  }

  /** True while the lock at `path` is the one this process took. */
  holds(path: string): boolean {
    const held = this.#held.get(path)
    return held !== undefined && identity(path) === held
  }

  #release(path: string, held: string): void {
    this.#held.delete(path)
    if (identity(path) !== held) return
    // The note first: afterwards the next holder may have written one of its own.
    rmSync(ownerPath(path), { force: true })
    try {
      rmdirSync(path)
    } catch (error) {
      if (systemCode(error) !== 'ENOENT') throw error
    }
  }

  #ownerDied(path: string, lock: string): boolean {
    try {
      const note = JSON.parse(readFileSync(ownerPath(path), 'utf8')) as { lock?: unknown }
      const owner = readOwner(note)
      return owner !== undefined && note.lock === lock && ownerState(owner, this.#self.host) === 'dead'
    } catch {
      // No note, or one that is being written: the lock's age decides.
      return false
    }
  }
}

function ownerPath(lock: string): string {
  return `${lock}.owner`
}

/** Tells a folder from a later one at the same path, which may have the same inode number. */
function identity(path: string): string | undefined {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false })
  return stats === undefined ? undefined : `${stats.ino}:${stats.birthtimeNs}`
}
