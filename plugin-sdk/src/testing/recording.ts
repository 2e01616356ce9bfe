import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { OutputStream, ProcessEnd, StopReason } from '../decoder.ts'
import { type ErrorCode, errorCodes } from '../errors.ts'
import type { TokenUsage } from '../event.ts'
import type { RunRequest } from '../request.ts'
import { plainRequest, type RequestChange } from './plain-request.ts'

/** What has to come out of a recording. A key that is absent is not compared. */
export interface Expectation {
  readonly text?: string
  /** Code of the terminal `error`; absent: the run succeeds. */
  readonly code?: ErrorCode
  readonly status?: number
  readonly reset_at?: string
  readonly model?: string
  readonly usage?: Partial<TokenUsage>
  readonly tools?: readonly string[]
  readonly events?: readonly string[]
  readonly warnings?: readonly (string | null)[]
}

/** A line of recorded output. */
export interface RecordedLine {
  readonly text: string
  readonly stream: OutputStream
}

/** One recorded run of a CLI. */
export interface Recording {
  readonly name: string
  readonly cli_version: string
  readonly request: RunRequest
  readonly lines: readonly RecordedLine[]
  readonly end: ProcessEnd
  /** The time at which it is played, RFC 3339. */
  readonly now?: string
  readonly expect?: Expectation
}

/** The content of `meta.json`. */
interface Meta {
  readonly cli_version: string
  readonly exit: number | null
  readonly signal?: string
  readonly stopped_by?: StopReason
  readonly request?: RequestChange
  readonly expect?: Expectation
  readonly now?: string
  readonly note?: string
}

const metaKeys = ['cli_version', 'exit', 'signal', 'stopped_by', 'request', 'expect', 'now', 'note']
const expectKeys = ['text', 'code', 'status', 'reset_at', 'model', 'usage', 'tools', 'events', 'warnings']
const stopReasons = ['timeout', 'idle', 'cancelled', 'line_too_long']
const tailBytes = 64 * 1024

/** Reads a folder of recordings, in the order of their names. Throws for one that is not as docs/plugins/testing.md says. */
export function readRecordings(folder: string | URL): Recording[] {
  const path = folder instanceof URL ? fileURLToPath(folder) : folder
  const names = readdirSync(path).filter((name) => statSync(join(path, name)).isDirectory()).sort()
  if (names.length === 0) throw new Error(`no recordings in ${path}: make a folder with "stdout" and "meta.json" for each run`)
  return names.map((name) => readRecording(path, name))
}

function readRecording(folder: string, name: string): Recording {
  const at = join(folder, name)
  const meta = readMeta(join(at, 'meta.json'))
  const stderr = readOptional(join(at, 'stderr'))
  return {
    name,
    cli_version: meta.cli_version,
    request: plainRequest(meta.request),
    lines: [...linesOf(stderr, 'stderr'), ...linesOf(readFileSync(join(at, 'stdout')), 'stdout')],
    end: {
      code: meta.exit,
      signal: meta.signal ?? null,
      stderr_tail: stderr.subarray(Math.max(0, stderr.length - tailBytes)).toString('utf8'),
      ...(meta.stopped_by === undefined ? {} : { stopped_by: meta.stopped_by }),
    },
    ...(meta.now === undefined ? {} : { now: meta.now }),
    ...(meta.expect === undefined ? {} : { expect: meta.expect }),
  }
}

function readMeta(file: string): Meta {
  const meta: Meta = JSON.parse(readFileSync(file, 'utf8'))
  const wrong = (what: string): never => {
    throw new Error(`${file}: ${what}`)
  }
  if (typeof meta.cli_version !== 'string') wrong('"cli_version" must be a string')
  if (meta.exit !== null && !Number.isInteger(meta.exit)) wrong('"exit" must be an integer, or null when a signal ended the CLI')
  if (meta.exit !== null && meta.signal !== undefined) wrong('"signal" needs "exit": null')
  const { stopped_by } = meta
  if (stopped_by && !stopReasons.includes(stopped_by)) wrong(`"stopped_by" must be one of ${stopReasons.join(', ')}`)
  if (meta.now !== undefined && Number.isNaN(Date.parse(meta.now))) wrong('"now" must be a time such as 2026-01-31T12:00:00Z')
  const code = meta.expect?.code
  if (code !== undefined && !errorCodes.includes(code)) wrong(`"expect.code" is "${code}", which is no error code`)
  for (const key of Object.keys(meta)) if (!metaKeys.includes(key)) wrong(`unknown key "${key}"`)
  for (const key of Object.keys(meta.expect ?? {})) if (!expectKeys.includes(key)) wrong(`unknown key "expect.${key}"`)
  return meta
}

function readOptional(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0)
    throw error
  }
}

/** Bytes that are not UTF-8 become U+FFFD, as in a real run. */
function linesOf(bytes: Buffer, stream: OutputStream): RecordedLine[] {
  const texts = bytes.toString('utf8').split(/\r?\n/)
  if (texts.at(-1) === '') texts.pop()
  return texts.map((text) => ({ text, stream }))
}
