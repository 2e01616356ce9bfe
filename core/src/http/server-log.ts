import { type Logger, pino } from 'pino'
import type { Log } from '../log.ts'
import { readableLine } from './log-line.ts'

/** What is known of an answered request. No body, no header, no query: they hold prompts and keys. */
export interface AccessEntry {
  readonly request_id: string
  /** The trace that the request belongs to. */
  readonly trace_id?: string
  readonly method: string
  readonly path: string
  /** The pattern of the route; absent: there was none. */
  readonly route?: string
  readonly status: number
  /** Bytes of the answer, its head included. */
  readonly bytes: number
  readonly duration_ms: number
  readonly ip: string
  /** The name of the caller's key. */
  readonly key?: string
  /** The client went before the end. */
  readonly aborted?: true
}

/** The log of a server: one JSON document a line. */
export interface ServerLog extends Log {
  info(message: string, facts?: object): void
  access(entry: AccessEntry): void
  /** The same log, with these facts on each line. */
  with(facts: object): ServerLog
}

/** How much is logged, from most to least. */
export const logLevels = ['debug', 'info', 'warn'] as const
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
  const logger = pino(
    {
      base: null,
      level,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: secret.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]), censor: '[redacted]' },
    },
    { write: readable ? (line: string) => write(readableLine(line)) : write },
  )
  return on(logger)
}

function on(logger: Logger): ServerLog {
  return {
    debug: (message) => logger.debug(message),
    info: (message, facts = {}) => logger.info(facts, message),
    warn: (message) => logger.warn(message),
    access: (entry) => logger.info(entry, 'request'),
    with: (facts) => on(logger.child(facts)),
  }
}
