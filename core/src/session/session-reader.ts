import { ClinvkError } from '@clinvk/plugin-sdk'
import { closeSync, existsSync, fstatSync, openSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import type { Log } from '../log.ts'
import type { Stamp } from './durable-file.ts'
import type { StoreProblem } from './session.ts'
import { parseSession, type SessionDocument } from './session-file.ts'
import { storageError, systemCode } from './storage-error.ts'
import type { StoreLock } from './store-lock.ts'

/** A session file as it was read. */
export interface ReadSession extends SessionDocument, Stamp {}

/** A session file whose content is no session. */
export class CorruptSession extends Error {}

const keptPattern = /^(?:[0-9a-f]{32}|[0-9a-f]{16})\.json\.corrupt-\d+$/

/** Reads session files, and keeps those aside that cannot be read, so that the others go on. */
export class SessionReader {
  readonly #dir: string
  readonly #lock: StoreLock
  readonly #log: Log
  /** Files told in the log already. */
  readonly #told = new Set<string>()

  constructor(dir: string, lock: StoreLock, log: Log) {
    this.#dir = dir
    this.#lock = lock
    this.#log = log
  }

  /** Undefined when there is no such session. Throws {@link CorruptSession}, or the system's error. */
  read(id: string): ReadSession | undefined {
    let file: number
    try {
      file = openSync(join(this.#dir, `${id}.json`), 'r')
    } catch (error) {
      if (systemCode(error) === 'ENOENT') return undefined
      throw error
    }
    try {
      const { mtimeMs, size } = fstatSync(file)
      const text = readFileSync(file, 'utf8')
      try {
        return { ...parseSession(id, text), mtime: mtimeMs, size }
      } catch (error) {
        throw new CorruptSession(error instanceof Error ? error.message : String(error))
      }
    } finally {
      closeSync(file)
    }
  }

  /** As {@link read} for somebody who asked for this session: throws errors with a code. */
  async require(id: string): Promise<ReadSession> {
    try {
      const found = this.read(id)
      if (found !== undefined) return found
    } catch (error) {
      if (!(error instanceof CorruptSession)) throw storageError(`read session ${id}`, this.#dir, error)
      throw corrupt(id, join(this.#dir, await this.keepAside(id, error)))
    }
    const kept = join(this.#dir, `${id}.json.corrupt-1`)
    if (existsSync(kept)) throw corrupt(id, kept)
    throw notFound(id)
  }

  /** As {@link read} for a list: a file that cannot be read is a problem, and no reason to stop. */
  async tryRead(id: string, problems: Map<string, StoreProblem>): Promise<ReadSession | undefined> {
    try {
      return this.read(id)
    } catch (error) {
      const file = error instanceof CorruptSession ? await this.keepAside(id, error) : this.#tell(`${id}.json`, error)
      problems.set(file, { file, message: `session ${id} cannot be read: ${reason(error)}` })
      return undefined
    }
  }

  /** Renames a corrupt session file to `<id>.json.corrupt-<n>`, unless it was repaired meanwhile. Returns the name it has now. */
  async keepAside(id: string, error: CorruptSession): Promise<string> {
    const name = `${id}.json`
    try {
      const kept = await this.#lock.tryHold(id, () => {
        if (!this.#isCorrupt(id)) return undefined
        const aside = freeName(this.#dir, name)
        renameSync(join(this.#dir, name), join(this.#dir, aside))
        return aside
      })
      return this.#tell(kept ?? name, error)
    } catch {
      // A folder that cannot be written. The file stays where it is, and is told all the same.
      return this.#tell(name, error)
    }
  }

  #isCorrupt(id: string): boolean {
    try {
      this.read(id)
      return false
    } catch (error) {
      return error instanceof CorruptSession
    }
  }

  #tell(file: string, error: unknown): string {
    if (!this.#told.has(file)) {
      this.#told.add(file)
      this.#log.warn(`session file "${join(this.#dir, file)}" cannot be read: ${reason(error)}`)
    }
    return file
  }
}

/** True for the name of a session file that was kept aside. */
export function isKeptAside(name: string): boolean {
  return keptPattern.test(name)
}

export function notFound(id: string): ClinvkError {
  return new ClinvkError('session_not_found', `there is no session "${id}"`, { hint: 'See the sessions there are with `clinvk sessions list`.' })
}

function corrupt(id: string, kept: string): ClinvkError {
  return new ClinvkError('session_corrupt', `session ${id} cannot be read; its file is kept as "${kept}"`, {
    hint: 'Repair the file and give it its old name back, or remove it.',
    details: { file: kept },
  })
}

function freeName(dir: string, name: string): string {
  for (let n = 1; ; n++) {
    const candidate = `${name}.corrupt-${n}`
    if (!existsSync(join(dir, candidate))) return candidate
  }
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
