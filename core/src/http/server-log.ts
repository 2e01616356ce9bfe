import { pino } from 'pino'
import type { Log } from '../log.ts'

/** What is known of an answered request. No body, no header, no query: they hold prompts and keys. */
export interface AccessEntry {
  readonly request_id: string
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
}

/** Names under which a key could stand, however it came into a log. */
const secret = ['authorization', 'Authorization', 'x-api-key', 'X-Api-Key', 'api_key', 'apiKey', 'key_value', 'token', 'password', 'prompt', 'cookie']

/** A log that writes to `write`. Texts of others stand in it as JSON, so they cannot begin a line of their own or drive a terminal. */
export function createServerLog({ debug, write }: { readonly debug: boolean; readonly write: (text: string) => void }): ServerLog {
  const logger = pino(
    {
      base: null,
      level: debug ? 'debug' : 'info',
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: secret.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]), censor: '[redacted]' },
    },
    { write },
  )
  return {
    debug: (message) => logger.debug(message),
    info: (message, facts = {}) => logger.info(facts, message),
    warn: (message) => logger.warn(message),
    access: (entry) => logger.info(entry, 'request'),
  }
}
