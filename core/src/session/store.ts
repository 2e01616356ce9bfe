import { ClinvkError } from '@clinvk/plugin-sdk'
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { Log } from '../log.ts'
import { defined } from './defined.ts'
import { replaceFile, syncFolder, versionOf } from './durable-file.ts'
import { IndexCache } from './index-cache.ts'
import { infoOf, matches, rowOf } from './index-row.ts'
import { type Owner, thisOwner } from './owner.ts'
import { resolvePrefix } from './resolve-prefix.ts'
import { busy, findHolder, RunLease } from './run-lease.ts'
import { findInSession, type SearchHit } from './search.ts'
import type { Session, SessionFilter, SessionInit, SessionList, Turn } from './session.ts'
import { formatSession } from './session-file.ts'
import { idOfFile, isSessionId, newSessionId } from './session-id.ts'
import { notFound, SessionReader } from './session-reader.ts'
import { type StoreStats, sumRuns } from './stats.ts'
import { storageError, systemCode } from './storage-error.ts'
import { type LockGuard, LostLock, StoreLock } from './store-lock.ts'
import { appendTurn, readTurns, type TurnRange } from './turns-file.ts'

/** What a store is made with. */
export interface SessionStoreOptions {
  /** The folder of the sessions, `<clinvk home>/sessions`. Made, 0700, with the first session. */
  readonly dir: string
  readonly log: Log
  /** Milliseconds since 1970. */
  readonly clock?: () => number
  /** The machine's name among those that share the folder. */
  readonly hostName?: string
  /** false: turns are not kept. */
  readonly history?: boolean
  /** How long a lock lives without a sign of its holder, milliseconds; at least 2000, default 10,000. */
  readonly lockStaleMs?: number
}

/** What `clean` did. */
export interface CleanResult {
  /** Ids of the sessions that are gone. */
  readonly deleted: string[]
  /** Old enough, but running now. */
  readonly busy: string[]
}

/** How often a change is tried again when the lock was lost meanwhile. */
const attempts = 5

/**
 * All sessions of a user, one JSON file each, safe for any number of processes and machines that share the folder. The
 * files are the truth; the index beside them only makes lists fast. Every failure is a ClinvkError: `config_invalid` for a
 * folder that cannot be used, `internal_error` for a disk that fails, the `session_*` codes for the rest.
 */
export class SessionStore {
  readonly #dir: string
  readonly #log: Log
  readonly #clock: () => number
  readonly #owner: Owner
  readonly #history: boolean
  readonly #lock: StoreLock
  readonly #reader: SessionReader
  readonly #index: IndexCache
  #created = 0

  constructor(options: SessionStoreOptions) {
    this.#dir = options.dir
    this.#log = options.log
    this.#clock = options.clock ?? Date.now
    this.#owner = thisOwner(options.hostName ?? hostname())
    this.#history = options.history ?? true
    this.#lock = new StoreLock(options.dir, this.#owner, options.lockStaleMs)
    this.#reader = new SessionReader(options.dir, this.#lock, options.log)
    this.#index = new IndexCache({ dir: options.dir, reader: this.#reader, lock: this.#lock, log: options.log, clock: this.#clock })
  }

  /** How many sessions this store has made. */
  get created(): number {
    return this.#created
  }

  /** Saves a new session, `active` unless `init` says otherwise. */
  async create(init: SessionInit): Promise<Session> {
    const now = new Date(this.#clock()).toISOString()
    const session: Session = { status: 'active', turn_count: 0, ...init, id: newSessionId(), created_at: now, last_used: now }
    try {
      mkdirSync(this.#dir, { recursive: true, mode: 0o700 })
    } catch (error) {
      throw storageError(`make the folder of the sessions`, this.#dir, error)
    }
    await this.#changing(session.id, async (guard) => {
      await this.#save(session, {}, undefined, guard)
      await syncFolder(this.#dir)
    })
    this.#created += 1
    return session
  }

  /** The session with this id. Throws `session_not_found`, also for text that is no id, or `session_corrupt`. */
  async get(id: string): Promise<Session> {
    if (!isSessionId(id)) throw notFound(id)
    return (await this.#reader.require(id)).session
  }

  /**
   * The session with this id, or the only one whose id begins so. Throws `session_not_found` or `session_ambiguous`.
   * With an owner the sessions of others do not exist.
   */
  async resolve(prefix: string, { owner }: Pick<SessionFilter, 'owner'> = {}): Promise<Session> {
    return await resolvePrefix(prefix, owner, {
      exists: (id) => existsSync(this.#path(id)),
      ids: () => this.#ids(),
      rows: () => this.#index.all(),
      readOrSkip: (id) => this.#readOrSkip(id),
      get: (id) => this.get(id),
    })
  }

  /**
   * Changes a session and saves it. `change` gets what is saved now and returns what to save; it may be called again when
   * another process changed the session meanwhile, so it must do nothing else. Id and creation time stay.
   */
  async update(id: string, change: (session: Session) => Session): Promise<Session> {
    return await this.#changing(id, async (guard) => {
      const version = versionOf(this.#path(id))
      const { session, rest } = await this.#reader.require(id)
      const next = { ...change(session), id, created_at: session.created_at }
      await this.#save(next, rest, version, guard)
      return next
    })
  }

  /** Removes a session with its turns. Throws `session_busy` while it runs. */
  async delete(id: string): Promise<void> {
    await this.#changing(id, async (guard) => {
      await this.#reader.require(id)
      this.#remove(id, guard)
    })
  }

  /** Sessions, newest first. `limit` 0 or absent: all. */
  async list(filter: SessionFilter & { readonly limit?: number; readonly offset?: number } = {}): Promise<SessionList> {
    const { limit = 0, offset = 0, ...conditions } = filter
    const { rows, total } = await this.#index.page(conditions, offset, limit === 0 ? Infinity : limit)
    return { sessions: rows.map(infoOf), total, problems: this.#index.problems() }
  }

  /** A new session with the backend, directory, model, tags and metadata of another one, as far as `init` does not say otherwise. */
  async fork(id: string, init: Partial<SessionInit> = {}): Promise<Session> {
    const { backend, working_dir, model, tags, metadata } = await this.get(id)
    return await this.create({ backend, working_dir, ...defined({ model, tags, metadata }), ...init, parent_id: id })
  }

  /** Adds a turn to a session. Without effect for a store that keeps no history. */
  async appendTurn(id: string, turn: Turn): Promise<void> {
    if (!this.#history) return
    await this.#changing(id, async (guard) => {
      await this.#reader.require(id)
      await appendTurn(this.#dir, id, turn, () => guard.check())
    })
  }

  /** The turns of a session, oldest first. What a crash left of a turn is skipped, and told to `onDamaged`, else to the log. */
  async *turns(id: string, range: TurnRange = {}): AsyncGenerator<Turn, void, undefined> {
    if (!isSessionId(id)) throw notFound(id)
    if (versionOf(this.#path(id)) === undefined) await this.#reader.require(id)
    try {
      yield* readTurns(this.#dir, id, { onDamaged: (message) => this.#log.warn(message), ...range })
    } catch (error) {
      throw storageError(`read the turns of session ${id}`, this.#dir, error)
    }
  }

  /** Sessions whose title, prompts or answers hold `text`, newest first, one hit each. Stops reading when the caller stops. */
  async *search(text: string, { signal, ...filter }: SessionFilter & { readonly limit?: number; readonly signal?: AbortSignal } = {}): AsyncGenerator<SearchHit, void, undefined> {
    if (text.trim() === '') throw new ClinvkError('invalid_request', 'the text to search for is empty', { hint: 'Give a word or a part of one.' })
    let [hits, seen] = [0, 0]
    for (const row of await this.#index.all()) {
      if (!matches(row, filter)) continue
      if (++seen % 100 === 0) await setImmediate()
      signal?.throwIfAborted()
      const session = () => this.#readOrSkip(row[0])
      const hit = findInSession(row, text, { session, turns: () => this.#turnsOrSkip(row[0]) })
      if (hit === undefined) continue
      yield hit
      if (++hits === filter.limit) return
    }
  }

  /** Sums over all turns; a session without any on record counts with its own totals, on the day of its last use. */
  async stats(filter: SessionFilter = {}): Promise<StoreStats> {
    const rows = Array.from(await this.#index.all()).filter((row) => matches(row, filter))
    return await sumRuns(rows.map(infoOf), (id) => this.#turnsOrSkip(id))
  }

  /** Deletes sessions that were last used longer ago than this, milliseconds; 0 keeps all. With `dry_run` it only tells which. */
  async clean(olderThanMs: number, { dry_run: dryRun = false, ...filter }: SessionFilter & { readonly dry_run?: boolean } = {}): Promise<CleanResult> {
    const result: CleanResult = { deleted: [], busy: [] }
    if (!(olderThanMs > 0)) return result
    const isOld = (lastUsed: number) => lastUsed < this.#clock() - olderThanMs
    for (const row of await this.#index.all()) {
      const [id, used] = row
      if (!isOld(used) || !matches(row, filter)) continue
      if (dryRun) {
        result[findHolder(this.#dir, id, this.#owner.host) === undefined ? 'deleted' : 'busy'].push(id)
        continue
      }
      const outcome = await this.#changing(id, (guard) => {
        const found = this.#readOrSkip(id)
        // Used, or deleted, since the index was read.
        if (found === undefined || !isOld(Date.parse(found.last_used))) return undefined
        if (findHolder(this.#dir, id, this.#owner.host) !== undefined) return 'busy'
        this.#remove(id, guard)
        return 'deleted'
      })
      if (outcome !== undefined) result[outcome].push(id)
    }
    return result
  }

  /** The right to run a session. Throws `session_busy`, with the holder in `details`, while another run has it. */
  async acquireRun(id: string): Promise<RunLease> {
    return await this.#changing(id, async () => {
      await this.#reader.require(id)
      return RunLease.take(this.#dir, id, { owner: this.#owner, clock: this.#clock, log: this.#log })
    })
  }

  /** Works under a session's lock, again when the lock was lost before anything was written. */
  async #changing<T>(id: string, work: (guard: LockGuard) => T | Promise<T>): Promise<T> {
    if (!isSessionId(id) || !existsSync(this.#dir)) throw notFound(id)
    try {
      for (let attempt = 1; ; attempt++) {
        try {
          const result = await this.#lock.hold(id, work)
          await this.#index.tidy()
          return result
        } catch (error) {
          if (!(error instanceof LostLock) || attempt >= attempts) throw error
          this.#log.debug(`${error.message}; trying again`)
        }
      }
    } catch (error) {
      if (error instanceof LostLock) throw busy(id, undefined)
      if (systemCode(error) === undefined) throw error
      throw storageError(`change session ${id} in "${this.#dir}"`, this.#dir, error)
    }
  }

  async #save(session: Session, rest: Record<string, unknown>, version: string | undefined, guard: LockGuard): Promise<void> {
    const stamp = await replaceFile(this.#dir, `${session.id}.json`, formatSession({ session, rest }), () => {
      this.#index.changing(session.id)
      guard.check()
      // A file system whose locks do not hold, or a program that takes none.
      if (versionOf(this.#path(session.id)) !== version) throw new LostLock(`session ${session.id} was changed by another process`)
    })
    this.#index.changed(session.id, rowOf(session, stamp))
  }

  #remove(id: string, guard: LockGuard): void {
    const holder = findHolder(this.#dir, id, this.#owner.host)
    if (holder !== undefined) throw busy(id, holder)
    try {
      this.#index.changing(id)
    } catch (error) {
      // A full disk: deleting must work there. That a name is gone is seen without a note.
      this.#log.debug(`the session index was not updated: ${String(error)}`)
    }
    guard.check()
    // The file last: after a crash in between, the session is still there to be deleted again.
    rmSync(join(this.#dir, id), { recursive: true, force: true })
    rmSync(join(this.#dir, '.locks', `${id}.run`), { force: true })
    rmSync(this.#path(id))
    this.#index.changed(id, undefined)
  }

  #ids(): string[] {
    try {
      return readdirSync(this.#dir).flatMap((name) => idOfFile(name) ?? [])
    } catch (error) {
      if (systemCode(error) === 'ENOENT') return []
      throw storageError(`read "${this.#dir}"`, this.#dir, error)
    }
  }

  #readOrSkip(id: string): Session | undefined {
    try {
      return this.#reader.read(id)?.session
    } catch (error) {
      this.#log.debug(`session ${id} was skipped: ${String(error)}`)
      return undefined
    }
  }

  *#turnsOrSkip(id: string): Generator<Turn, void, undefined> {
    try {
      yield* readTurns(this.#dir, id, { onDamaged: (message) => this.#log.debug(message) })
    } catch (error) {
      this.#log.warn(`the turns of session ${id} cannot be read: ${String(error)}`)
    }
  }

  #path(id: string): string {
    return join(this.#dir, `${id}.json`)
  }
}
