import { ClinvkError } from '@clinvk/plugin-sdk'
import { randomBytes } from 'node:crypto'
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { isRecord } from '../schema/is-record.ts'
import type { Log } from '../log.ts'
import { temporaryPrefix } from './durable-file.ts'
import { type Owner, ownerState, readOwner } from './owner.ts'
import { systemCode } from './storage-error.ts'

/** How often an owner shows that it is alive, milliseconds. */
const heartbeatMs = 10_000
/** How old the heartbeat of another machine may be, milliseconds. */
const expiredMs = 60_000

/** Who runs a session now. */
export interface RunHolder {
  readonly host: string
  readonly pid: number
  /** RFC 3339. */
  readonly since: string
}

/**
 * The right to run a session, as a file `<dir>/.locks/<id>.run`. Held for as long as the run takes; the owner's heartbeat
 * tells other machines that it is alive.
 */
export class RunLease {
  readonly #path: string
  readonly #token: string
  readonly #text: (now: number) => string
  readonly #timer: NodeJS.Timeout
  readonly #clock: () => number
  readonly #log: Log
  #lost = false

  private constructor(path: string, owner: Owner, clock: () => number, log: Log) {
    this.#path = path
    this.#token = randomBytes(8).toString('hex')
    this.#clock = clock
    this.#log = log
    const since = new Date(clock()).toISOString()
    // The heartbeat has always the same length and comes last: it is written over in place.
    this.#text = (now) => `${JSON.stringify({ ...owner, token: this.#token, since, heartbeat: new Date(now).toISOString() })}\n`
    this.#timer = setInterval(() => this.#beat(), heartbeatMs)
    this.#timer.unref()
  }

  /** Takes the lease of a session. To be called under the session's lock. Throws `session_busy` while another run holds it. */
  static take(dir: string, id: string, parts: { readonly owner: Owner; readonly clock: () => number; readonly log: Log }): RunLease {
    const path = leasePath(dir, id)
    const holder = findHolder(dir, id, parts.owner.host)
    if (holder !== undefined) throw busy(id, holder)
    mkdirSync(join(dir, '.locks'), { recursive: true, mode: 0o700 })
    rmSync(path, { force: true })
    const lease = new RunLease(path, parts.owner, parts.clock, parts.log)
    try {
      writeFileSync(path, lease.#text(parts.clock()), { flag: 'wx', mode: 0o600 })
    } catch (error) {
      clearInterval(lease.#timer)
      if (systemCode(error) === 'EEXIST') throw busy(id, findHolder(dir, id, parts.owner.host))
      if (systemCode(error) !== undefined) rmSync(path, { force: true })
      throw error
    }
    return lease
  }

  /** False once another process took the lease over, because this one showed no sign of life for a minute. */
  get held(): boolean {
    if (!this.#lost && readLease(this.#path)?.token !== this.#token) this.#lose()
    return !this.#lost
  }

  /** Gives the session free. Without effect when the lease was lost, and the second time. */
  release(): void {
    clearInterval(this.#timer)
    if (!this.#lost && readLease(this.#path)?.token === this.#token) rmSync(this.#path, { force: true })
    this.#lost = true
  }

  #beat(): void {
    if (!this.held) {
      this.#log.warn(`the run of session "${this.#path}" was taken over by another process`)
      return
    }
    try {
      const file = openSync(this.#path, 'r+')
      try {
        writeSync(file, this.#text(this.#clock()), 0)
      } finally {
        closeSync(file)
      }
    } catch (error) {
      // A full disk, say. On this machine the pid tells that the run goes on.
      this.#log.debug(`heartbeat of "${this.#path}" failed: ${String(error)}`)
    }
  }

  #lose(): void {
    this.#lost = true
    clearInterval(this.#timer)
  }
}

/** Who runs the session now, or undefined. A lease whose owner died does not count. */
export function findHolder(dir: string, id: string, host: string): RunHolder | undefined {
  const path = leasePath(dir, id)
  const lease = readLease(path)
  if (lease === undefined) return undefined
  const { owner, since } = lease
  if (owner !== undefined) {
    const state = ownerState(owner, host)
    if (state === 'dead') return undefined
    if (state === 'alive') return { host: owner.host, pid: owner.pid, since }
  }
  const age = ageOf(dir, path)
  // A heartbeat from far in the future is as dead as an old one: an owner that lives would have written it again.
  if (age === undefined || Math.abs(age) > expiredMs) return undefined
  return { host: owner?.host ?? 'unknown', pid: owner?.pid ?? 0, since }
}

export function busy(id: string, holder: RunHolder | undefined): ClinvkError {
  const who = holder === undefined ? 'another process' : `process ${holder.pid} on "${holder.host}" since ${holder.since}`
  return new ClinvkError('session_busy', `session ${id} is in use: ${who} runs it`, {
    hint: 'Wait until that run has ended, or continue in a fork of the session.',
    ...(holder === undefined ? {} : { details: { holder } }),
  })
}

function leasePath(dir: string, id: string): string {
  return join(dir, '.locks', `${id}.run`)
}

/** Undefined when there is none. Without `owner` and `token` while it is being written, or when its writer died. */
function readLease(path: string): { owner?: Owner; token?: string; since: string } | undefined {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined
    throw error
  }
  try {
    const value: unknown = JSON.parse(text)
    const owner = readOwner(value)
    if (owner !== undefined && isRecord(value)) return { owner, token: String(value['token']), since: String(value['since']) }
  } catch {
    // Half a lease says nothing but that there is one.
  }
  return { since: 'unknown' }
}

/** Age of a file by the clock of the file system, which machines that share it have in common. */
function ageOf(dir: string, path: string): number | undefined {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats === undefined) return undefined
  const probe = join(dir, '.locks', `${temporaryPrefix}${randomBytes(6).toString('hex')}`)
  try {
    writeFileSync(probe, '', { flag: 'wx', mode: 0o600 })
    return statSync(probe).mtimeMs - stats.mtimeMs
  } finally {
    rmSync(probe, { force: true })
  }
}
