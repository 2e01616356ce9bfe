import { ClinvkError } from '@clinvk/plugin-sdk'
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { Log } from '../log.ts'
import { defined } from '../schema/defined.ts'
import { versionOf } from './durable-file.ts'
import { HeldSession, type StoreParts } from './held-session.ts'
import { IndexCache } from './index-cache.ts'
import { infoOf, matches } from './index-row.ts'
import { thisOwner } from './owner.ts'
import { resolvePrefix } from './resolve-prefix.ts'
import { busy, findHolder, type RunLease } from './run-lease.ts'
import { findInSession, type SearchHit } from './search.ts'
import type { Session, SessionFilter, SessionInit, SessionList, Turn } from './session.ts'
import { idOfFile, isSessionId, newSessionId } from './session-id.ts'
import { notFound, SessionReader } from './session-reader.ts'
import { type StoreStats, sumRuns } from './stats.ts'
import { storageError, systemCode } from './storage-error.ts'
import { LostLock, StoreLock } from './store-lock.ts'
import { readTurns, type TurnRange } from './turns-file.ts'

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
  readonly #history: boolean
  readonly #lock: StoreLock
  readonly #parts: StoreParts
  #created = 0

  constructor({ dir, log, clock = Date.now, hostName = hostname(), history = true, lockStaleMs }: SessionStoreOptions) {
    this.#dir = dir
    this.#log = log
    this.#clock = clock
    this.#history = history
    const owner = thisOwner(hostName)
    const lock = new StoreLock(dir, owner, lockStaleMs)
    const reader = new SessionReader(dir, lock, log)
    this.#lock = lock
    this.#parts = { dir, reader, index: new IndexCache({ dir, reader, lock, log, clock }), owner, clock, log }
  }

  /** How many sessions this store has made. */
  get created(): number {
    return this.#created
  }

  /** Saves a new session, `active` unless `init` says otherwise. */
  async create(init: SessionInit): Promise<Session> {
    const session = this.#newSession(init)
    await this.#holding(session.id, (held) => held.create(session))
    this.#created += 1
    return session
  }

  /** Saves a new session and takes the right to run it. After an error there is neither. */
  async begin(init: SessionInit): Promise<{ readonly session: Session; readonly lease: RunLease }> {
    const session = this.#newSession(init)
    const lease = await this.#holding(session.id, async (held) => {
      const lease = held.takeRun()
      try {
        await held.create(session)
        return lease
      } catch (error) {
        lease.release()
        throw error
      }
    })
    this.#created += 1
    return { session, lease }
  }

  /** The session with this id. Throws `session_not_found`, also for text that is no id, or `session_corrupt`. */
  async get(id: string): Promise<Session> {
    if (!isSessionId(id)) throw notFound(id)
    return (await this.#parts.reader.require(id)).session
  }

  /**
   * The session with this id, or the only one whose id begins so. Throws `session_not_found` or `session_ambiguous`.
   * With an owner the sessions of others do not exist.
   */
  async resolve(prefix: string, { owner }: Pick<SessionFilter, 'owner'> = {}): Promise<Session> {
    return await resolvePrefix(prefix, owner, {
      exists: (id) => existsSync(this.#path(id)),
      ids: () => this.#ids(),
      rows: () => this.#parts.index.all(),
      readOrSkip: (id) => this.#readOrSkip(id),
      get: (id) => this.get(id),
    })
  }

  /**
   * Changes a session and saves it. `change` gets what is saved now and returns what to save; it may be called again when
   * another process changed the session meanwhile, so it must do nothing else. Id and creation time stay.
   */
  async update(id: string, change: (session: Session) => Session): Promise<Session> {
    return await this.#holding(id, (held) => held.change(change))
  }

  /**
   * Adds a turn to a session, and changes the session as {@link update} does. The turn may depend on what the session is after
   * that. Without history only the change is saved.
   */
  async addTurn(id: string, turn: (changed: Session) => Turn, change: (session: Session) => Session = (session) => session): Promise<void> {
    let changed: Session | undefined
    await this.#holding(id, async (held) => {
      // When the lock is lost between the two, the change is saved, and must not be made a second time.
      changed ??= await held.change(change)
      if (this.#history) await held.append(turn(changed))
    })
  }

  /** Removes a session with its turns. Throws `session_busy` while it runs. */
  async delete(id: string): Promise<void> {
    await this.#holding(id, async (held) => {
      await held.read()
      held.remove()
    })
  }

  /** Sessions, newest first. `limit` 0 or absent: all. */
  async list(filter: SessionFilter & { readonly limit?: number; readonly offset?: number } = {}): Promise<SessionList> {
    const { limit = 0, offset = 0, ...conditions } = filter
    const { rows, total } = await this.#parts.index.page(conditions, offset, limit === 0 ? Infinity : limit)
    return { sessions: rows.map(infoOf), total, problems: this.#parts.index.problems() }
  }

  /** A new session with the backend, directory, model, tags and metadata of another one, as far as `init` does not say otherwise. */
  async fork(id: string, init: Partial<SessionInit> = {}): Promise<Session> {
    const { backend, working_dir, model, tags, metadata } = await this.get(id)
    return await this.create({ backend, working_dir, ...defined({ model, tags, metadata }), ...init, parent_id: id })
  }

  /** The turns of a session, oldest first. What a crash left of a turn is skipped, and told to `onDamaged`, else to the log. */
  async *turns(id: string, range: TurnRange = {}): AsyncGenerator<Turn, void, undefined> {
    if (!isSessionId(id)) throw notFound(id)
    if (versionOf(this.#path(id)) === undefined) await this.#parts.reader.require(id)
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
    for (const row of await this.#parts.index.all()) {
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
    const rows = Array.from(await this.#parts.index.all()).filter((row) => matches(row, filter))
    return await sumRuns(rows.map(infoOf), (id) => this.#turnsOrSkip(id))
  }

  /** Deletes sessions that were last used longer ago than this, milliseconds; 0 keeps all. With `dry_run` it only tells which. */
  async clean(olderThanMs: number, { dry_run: dryRun = false, ...filter }: SessionFilter & { readonly dry_run?: boolean } = {}): Promise<CleanResult> {
    const result: CleanResult = { deleted: [], busy: [] }
    if (!(olderThanMs > 0)) return result
    const isOld = (lastUsed: number) => lastUsed < this.#clock() - olderThanMs
    for (const row of await this.#parts.index.all()) {
      const [id, used] = row
      if (!isOld(used) || !matches(row, filter)) continue
      if (dryRun) {
        result[findHolder(this.#dir, id, this.#parts.owner.host) === undefined ? 'deleted' : 'busy'].push(id)
        continue
      }
      const outcome = await this.#holding(id, (held) => {
        const found = this.#readOrSkip(id)
        // Used, or deleted, since the index was read.
        if (found === undefined || !isOld(Date.parse(found.last_used))) return undefined
        if (held.runs) return 'busy'
        held.remove()
        return 'deleted'
      })
      if (outcome !== undefined) result[outcome].push(id)
    }
    return result
  }

  /** The right to run a session. Throws `session_busy`, with the holder in `details`, while another run has it. */
  async acquireRun(id: string): Promise<RunLease> {
    return await this.#holding(id, async (held) => {
      await held.read()
      return held.takeRun()
    })
  }

  /** A session that is not saved yet. The folder for it is there. */
  #newSession(init: SessionInit): Session {
    const now = new Date(this.#clock()).toISOString()
    try {
      mkdirSync(this.#dir, { recursive: true, mode: 0o700 })
    } catch (error) {
      throw storageError(`make the folder of the sessions`, this.#dir, error)
    }
    return { status: 'active', turn_count: 0, ...init, id: newSessionId(), created_at: now, last_used: now }
  }

  /** Works on a session under its lock, again when the lock was lost before anything was written. */
  async #holding<T>(id: string, work: (held: HeldSession) => T | Promise<T>): Promise<T> {
    if (!isSessionId(id) || !existsSync(this.#dir)) throw notFound(id)
    try {
      for (let attempt = 1; ; attempt++) {
        try {
          const result = await this.#lock.hold(id, (guard) => work(new HeldSession(id, this.#parts, guard)))
          await this.#parts.index.tidy()
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
      return this.#parts.reader.read(id)?.session
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
