import { type Logger, pino } from 'pino'
import type { Log } from '../log.ts'
import { readableLine } from './log-line.ts'

/** What is known of an answered request; what is undefined is not written. No body, no header, no query: they hold prompts and keys. */
export interface AccessEntry {
  readonly request_id: string
  /** The trace that the request belongs to. */
  readonly trace_id: string | undefined
  readonly method: string
  readonly path: string
  /** The pattern of the route; absent: there was none. */
  readonly route: string | undefined
  readonly status: number
  /** Bytes of the answer, its head included. */
  readonly bytes: number
  readonly duration_ms: number
  readonly ip: string
  /** The name of the caller's key. */
  readonly key: string | undefined
  /** The client went before the end. */
  readonly aborted: true | undefined
}

/** The log of a server: one JSON document a line. */
export interface ServerLog extends Log {
  info(message: string, facts?: object): void
  access(entry: AccessEntry): void
  /** The same log, with these facts on each line. */
  with(facts: object): ServerLog
}

/** How much is logged, from most to least. */
const logLevels = ['debug', 'info', 'warn'] as const
export type LogLevel = (typeof logLevels)[number]

/** What a log is made of. */
export interface ServerLogOptions {
  readonly level: LogLevel
  /** Lines for people instead of JSON. */
  readonly readable?: boolean
  readonly write: (text: string) => void
}

/** The level that is asked for by `CLINVK_LOG`; undefined: that is none. Empty: `info`. */
export function logLevel(asked = ''): LogLevel | undefined {
  return asked === '' ? 'info' : logLevels.find((level) => level === asked.toLowerCase())
}

/** Names under which a key could stand, however it came into a log. */
const secret = ['authorization', 'Authorization', 'x-api-key', 'X-Api-Key', 'api_key', 'apiKey', 'key_value', 'token', 'password', 'prompt', 'cookie']

/** A log that writes to `write`. Texts of others stand in it as JSON, so they cannot begin a line of their own or drive a terminal. */
export function createServerLog({ level, readable = false, write }: ServerLogOptions): ServerLog {
  const options = { base: null, level, timestamp: timestamps(), formatters: { level: (label: string) => ({ level: label }) } }
  const target = { write: readable ? (line: string) => write(readableLine(line)) : write }
  const redact = { paths: secret.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]), censor: '[redacted]' }
  return new PinoLog(() => pino({ ...options, redact }, target), pino(options, target))
}

/** The member of a line that says when it was written. The text of one millisecond is made once: it takes longer than the rest of a line. */
function timestamps(): () => string {
  let [at, text] = [Number.NaN, '']
  return () => {
    const now = Date.now()
    if (now !== at) [at, text] = [now, `,"time":"${new Date(now).toISOString()}"`]
    return text
  }
}

/** Its logger is made when there is something to say: each request has a log of its own, and most say nothing. */
class PinoLog implements ServerLog {
  readonly #make: () => Logger
  /** For what has known members only: to look for secrets there would take as long as all the rest of a line. */
  readonly #plain: Logger
  #made: Logger | undefined

  constructor(make: () => Logger, plain: Logger) {
    this.#make = make
    this.#plain = plain
  }

  debug(message: string): void {
    this.#logger.debug(message)
  }

  info(message: string, facts: object = {}): void {
    this.#logger.info(facts, message)
  }

  warn(message: string): void {
    this.#logger.warn(message)
  }

  access(entry: AccessEntry): void {
    this.#plain.info(entry, 'request')
  }

  with(facts: object): ServerLog {
    return new PinoLog(() => this.#logger.child(facts), this.#plain)
  }

  get #logger(): Logger {
    this.#made ??= this.#make()
    return this.#made
  }
}
