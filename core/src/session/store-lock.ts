import { ClinvkError } from '@clinvk/plugin-sdk'
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { LockOptions } from 'proper-lockfile'
import { removeAbandoned, temporaryPrefix } from './durable-file.ts'
import { LockFolder } from './lock-folder.ts'
import type { Owner } from './owner.ts'
import { storageError, systemCode } from './storage-error.ts'

/** Lets the holder of a lock find out whether it still is the holder. */
export interface LockGuard {
  /** Throws {@link LostLock} when another process took the lock over. To be called right before a file is replaced. */
  check(): void
}

/** The lock went to another process, because this one stood still for longer than a lock may. Nothing was written: try again. */
export class LostLock extends Error {}

/** How long to wait for a lock beyond the time that it can outlive its holder, milliseconds. */
const patienceMs = 8000

/** How old a lock without a sign of life must be to be taken over, milliseconds. */
const defaultStaleMs = 10_000

/**
 * Locks between processes and machines that share the store's folder, one a name. They are folders below `<dir>/.locks`,
 * so that taking one does not touch the store's own folder, whose modification time tells what others did to it.
 */
export class StoreLock {
  readonly #dir: string
  readonly #locks: string
  readonly #folder: LockFolder
  readonly #staleMs: number
  /** Holders of this process wait for each other without asking the disk. */
  readonly #queue = new Map<string, Promise<unknown>>()

  /** `locks`: the folder of the locks, where it is another. */
  constructor(dir: string, self: Owner, staleMs: number = defaultStaleMs, locks: string = join(dir, '.locks')) {
    this.#dir = dir
    this.#locks = locks
    this.#folder = new LockFolder(self)
    this.#staleMs = staleMs
  }

  /** Runs `work` while no one else holds `name`. Throws `session_busy` when it cannot be had in time. */
  async hold<T>(name: string, work: (guard: LockGuard) => T | Promise<T>): Promise<T> {
    const before = this.#queue.get(name)
    const mine = (async () => {
      // How the holder before ended is its caller's business.
      await before?.catch(() => undefined)
      return await this.#holdAlone(name, this.#staleMs + patienceMs, work)
    })()
    this.#queue.set(name, mine)
    try {
      return await mine
    } finally {
      if (this.#queue.get(name) === mine) this.#queue.delete(name)
    }
  }

  /** As {@link hold}, but without waiting: undefined, and `work` is not called, when somebody holds `name`. */
  async tryHold<T>(name: string, work: (guard: LockGuard) => T | Promise<T>): Promise<T | undefined> {
    if (this.#queue.has(name)) return undefined
    try {
      return await this.#holdAlone(name, 0, work)
    } catch (error) {
      if (error instanceof ClinvkError && error.code === 'session_busy') return undefined
      throw error
    }
  }

  async #holdAlone<T>(name: string, waitMs: number, work: (guard: LockGuard) => T | Promise<T>): Promise<T> {
    const path = this.#path(name)
    let compromised = false
    const release = await this.#take(path, waitMs, {
      realpath: false,
      stale: this.#staleMs,
      lockfilePath: path,
      fs: this.#folder,
      onCompromised: () => {
        compromised = true
      },
    })
    try {
      return await work({
        check: () => {
          if (compromised || !this.#folder.holds(path)) throw new LostLock(`the lock "${path}" was taken over`)
        },
      })
    } finally {
      await release().catch((error: unknown) => {
        // A lock that was lost is no longer ours to release.
        if (!['ERELEASED', 'ENOTACQUIRED'].includes(systemCode(error) ?? '')) throw error
      })
    }
  }

  async #take(path: string, waitMs: number, options: LockOptions): Promise<() => Promise<void>> {
    // Loaded here: reading sessions needs no lock.
    const { lock } = (await import('proper-lockfile')).default
    const end = performance.now() + waitMs
    try {
      mkdirSync(this.#locks, { recursive: true, mode: 0o700 })
      for (let pause = 5; ; pause = Math.min(pause * 1.3, 50)) {
        try {
          return await lock(path, options)
        } catch (error) {
          // The library's own retries would also repeat what cannot get better, such as a read-only folder.
          if (systemCode(error) !== 'ELOCKED' || performance.now() >= end) throw error
        }
        await setTimeout(pause * (0.5 + Math.random() / 2))
      }
    } catch (error) {
      if (systemCode(error) === 'ELOCKED') {
        throw new ClinvkError('session_busy', `could not get the lock "${path}": another process holds it`, {
          hint: 'Try again; a lock is held for milliseconds, so look for a process that hangs.',
        })
      }
      throw storageError(`take the lock "${path}"`, this.#dir, error)
    }
  }

  #path(name: string): string {
    return join(this.#locks, `${name}.lock`)
  }
}

/** The names that somebody, perhaps a dead process, holds in a store's folder. */
export function heldSessions(dir: string): Set<string> {
  const folder = join(dir, '.locks')
  const held = new Set<string>()
  if (!existsSync(folder)) return held
  for (const name of readdirSync(folder)) {
    if (name.endsWith('.lock')) held.add(name.slice(0, -'.lock'.length))
    else if (name.startsWith(temporaryPrefix)) removeAbandoned(join(folder, name))
  }
  return held
}
