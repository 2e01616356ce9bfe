import { closeSync, fstatSync, fsync, mkdirSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { isRecord } from '../schema/is-record.ts'
import { syncFolder, writeWhole } from './durable-file.ts'
import type { Turn } from './session.ts'
import { systemCode } from './storage-error.ts'

const sync = promisify(fsync)
const newline = 0x0a
const block = 65_536

/** Which turns to read. */
export interface TurnRange {
  /** So many at most; absent or 0: all. */
  readonly limit?: number
  /** The last ones instead of the first ones, in the same order. */
  readonly from_end?: boolean
  /** Told for each line that is no turn: what a crash left of a turn, at the end or before a later turn. */
  readonly onDamaged?: (message: string) => void
}

/** Adds a turn: one write of a whole line, on the disk when this returns. `check` throws when the session's lock was lost. */
export async function appendTurn(dir: string, id: string, turn: Turn, check: () => void): Promise<void> {
  const folder = join(dir, id)
  const isNew = mkdirSync(folder, { recursive: true, mode: 0o700 }) !== undefined
  const file = openSync(turnsPath(dir, id), 'a+', 0o600)
  try {
    const { size } = fstatSync(file)
    check()
    writeWhole(file, `${endsLine(file, size) ? '' : '\n'}${JSON.stringify(turn)}\n`)
    await sync(file)
  } finally {
    closeSync(file)
  }
  if (isNew) {
    await syncFolder(folder)
    await syncFolder(dir)
  }
}

/** The turns of a session, oldest first. None when there is no file. Reads one block at a time. */
export function* readTurns(dir: string, id: string, range: TurnRange = {}): Generator<Turn, void, undefined> {
  const path = turnsPath(dir, id)
  const limit = range.limit === undefined || range.limit <= 0 ? Infinity : range.limit
  let file: number
  try {
    file = openSync(path, 'r')
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return
    throw error
  }
  try {
    const damaged = (what: string) => range.onDamaged?.(`"${path}" ${what}`)
    if (range.from_end === true && limit !== Infinity) {
      // Damaged lines are no turns: more lines are taken until there are enough turns.
      for (let lines = limit; ; lines *= 2) {
        const start = startOfLast(file, lines)
        const messages: string[] = []
        const turns = [...turnsFrom(file, start, (what) => messages.push(what))]
        if (turns.length < limit && start > 0) continue
        for (const message of messages) damaged(message)
        yield* turns.slice(-limit)
        return
      }
    }
    let count = 0
    for (const turn of turnsFrom(file, 0, damaged)) {
      yield turn
      if (++count >= limit) return
    }
  } finally {
    closeSync(file)
  }
}

function turnsPath(dir: string, id: string): string {
  return join(dir, id, 'turns.jsonl')
}

function endsLine(file: number, size: number): boolean {
  const last = Buffer.alloc(1)
  return size === 0 || readSync(file, last, 0, 1, size - 1) === 0 || last[0] === newline
}

function* turnsFrom(file: number, start: number, damaged: (what: string) => void): Generator<Turn, void, undefined> {
  let line: Buffer[] = []
  const bytes = Buffer.allocUnsafe(block)
  for (let position = start; ; ) {
    const length = readSync(file, bytes, 0, block, position)
    if (length === 0) break
    position += length
    let from = 0
    for (let end = bytes.subarray(0, length).indexOf(newline); end !== -1; end = bytes.subarray(0, length).indexOf(newline, from)) {
      line.push(Buffer.from(bytes.subarray(from, end)))
      const text = Buffer.concat(line).toString('utf8')
      line = []
      from = end + 1
      if (text === '') continue
      const turn = parseTurn(text)
      if (turn === undefined) damaged('has a line that is no complete turn; it was skipped')
      else yield turn
    }
    if (from < length) line.push(Buffer.from(bytes.subarray(from, length)))
  }
  if (line.length > 0) damaged('ends in a line that was not finished; it was skipped')
}

/** Where the last `lines` complete lines begin. */
function startOfLast(file: number, lines: number): number {
  const bytes = Buffer.allocUnsafe(block)
  let count = 0
  for (let end = fstatSync(file).size; end > 0; ) {
    const start = Math.max(0, end - block)
    const length = readSync(file, bytes, 0, end - start, start)
    for (let i = length - 1; i >= 0; i--) {
      if (bytes[i] === newline && ++count > lines) return start + i + 1
    }
    end = start
  }
  return 0
}

const outcomes: readonly unknown[] = ['completed', 'error', 'cancelled'] satisfies Turn['outcome'][]

function parseTurn(text: string): Turn | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  if (!isRecord(value)) return undefined
  const { turn, started_at, duration_ms, backend, prompt, answer, outcome } = value
  const isTurn =
    typeof turn === 'number' && typeof started_at === 'string' && typeof duration_ms === 'number' && typeof backend === 'string' &&
    typeof prompt === 'string' && typeof answer === 'string' && outcomes.includes(outcome)
  return isTurn ? (value as unknown as Turn) : undefined
}
