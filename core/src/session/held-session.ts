import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Log } from '../log.ts'
import { replaceFile, syncFolder, versionOf } from './durable-file.ts'
import type { IndexCache } from './index-cache.ts'
import { rowOf } from './index-row.ts'
import type { Owner } from './owner.ts'
import { busy, findHolder, RunLease } from './run-lease.ts'
import type { Session, Turn } from './session.ts'
import { formatSession } from './session-file.ts'
import type { ReadSession, SessionReader } from './session-reader.ts'
import { type LockGuard, LostLock } from './store-lock.ts'
import { appendTurn } from './turns-file.ts'

/** What a store changes its sessions with. */
export interface StoreParts {
  /** The folder of the sessions. */
  readonly dir: string
  readonly reader: SessionReader
  readonly index: IndexCache
  readonly owner: Owner
  /** Milliseconds since 1970. */
  readonly clock: () => number
  readonly log: Log
}

/**
 * A session while its lock is held: nobody else changes its files. Every method throws {@link LostLock}, and has changed
 * nothing, when the lock went to another process meanwhile.
 */
export class HeldSession {
  readonly #id: string
  readonly #parts: StoreParts
  readonly #guard: LockGuard

  constructor(id: string, parts: StoreParts, guard: LockGuard) {
    this.#id = id
    this.#parts = parts
    this.#guard = guard
  }

  /** What is saved now. Throws `session_not_found` or `session_corrupt`. */
  async read(): Promise<ReadSession> {
    return await this.#parts.reader.require(this.#id)
  }

  /** Saves it for the first time. */
  async create(session: Session): Promise<void> {
    await this.#save(session, {}, undefined)
    await syncFolder(this.#parts.dir)
  }

  /** Saves what `change` makes of what is saved now; id and creation time stay. */
  async change(change: (session: Session) => Session): Promise<Session> {
    const version = versionOf(this.#path)
    const { session, rest } = await this.read()
    const next = { ...change(session), id: this.#id, created_at: session.created_at }
    await this.#save(next, rest, version)
    return next
  }

  /** Adds a turn. */
  async append(turn: Turn): Promise<void> {
    await appendTurn(this.#parts.dir, this.#id, turn, () => this.#guard.check())
  }

  /** True while a run of it goes on. */
  get runs(): boolean {
    return this.#holder !== undefined
  }

  /** The right to run it. Throws `session_busy`, with the holder in `details`, while another run has it. */
  takeRun(): RunLease {
    return RunLease.take(this.#parts.dir, this.#id, this.#parts)
  }

  /** Removes it with its turns. Throws `session_busy` while it runs. */
  remove(): void {
    const { dir, index, log } = this.#parts
    const holder = this.#holder
    if (holder !== undefined) throw busy(this.#id, holder)
    try {
      index.changing(this.#id)
    } catch (error) {
      // A full disk: deleting must work there. That a name is gone is seen without a note.
      log.debug(`the session index was not updated: ${String(error)}`)
    }
    this.#guard.check()
    // The file last: after a crash in between, the session is still there to be deleted again.
    rmSync(join(dir, this.#id), { recursive: true, force: true })
    rmSync(join(dir, '.locks', `${this.#id}.run`), { force: true })
    rmSync(this.#path)
    index.changed(this.#id, undefined)
  }

  async #save(session: Session, rest: Record<string, unknown>, version: string | undefined): Promise<void> {
    const { dir, index } = this.#parts
    const stamp = await replaceFile(dir, `${this.#id}.json`, formatSession({ session, rest }), () => {
      index.changing(this.#id)
      this.#guard.check()
      // A file system whose locks do not hold, or a program that takes none.
      if (versionOf(this.#path) !== version) throw new LostLock(`session ${this.#id} was changed by another process`)
    })
    index.changed(this.#id, rowOf(session, stamp))
  }

  get #holder() {
    return findHolder(this.#parts.dir, this.#id, this.#parts.owner.host)
  }

  get #path(): string {
    return join(this.#parts.dir, `${this.#id}.json`)
  }
}
