import { randomBytes } from 'node:crypto'
import { closeSync, constants, fstatSync, openSync, readSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type Stamp, temporaryPrefix, writeWhole } from './durable-file.ts'
import { type IndexRow, isRow } from './index-row.ts'
import { isSessionId } from './session-id.ts'
import { systemCode } from './storage-error.ts'

/** What one line of the index says. */
export type IndexRecord =
  | { readonly kind: 'row'; readonly row: IndexRow }
  /** Somebody is about to change or delete the session: only its file tells what became of it. */
  | { readonly kind: 'changing'; readonly id: string }
  | { readonly kind: 'deleted'; readonly id: string }
  /** Rows may be out of date: every file's stamp has to be compared. */
  | { readonly kind: 'doubt' }
  /** The file was put in place to its end. One without this line is in doubt. */
  | { readonly kind: 'complete' }

/** How far an index file was read. */
export interface IndexPosition {
  readonly generation: string
  readonly offset: number
  /** Stamp of the original program's `index.json` when every session was last compared. */
  readonly foreign: Stamp | undefined
  /** Bytes of the rows that the file was written with; what follows is journal. */
  readonly base: number
}

/** Takes what is read. */
interface Sink {
  /** All rows the file was written with, as complete lines. */
  rows(lines: Buffer): void
  record(record: IndexRecord): void
}

const name = 'index.ndjson'
/** 2: rows name the owner. */
const version = 2
const headerBytes = 256
const newline = 0x0a

/**
 * The file `index.ndjson`: a header, the rows of all sessions, then a journal of what changed since. Saving a session
 * appends two short lines; the file is written anew only when the journal has outgrown the rows. Nobody waits for a lock
 * to append: whoever replaces the file carries over what was appended meanwhile, and whoever appends looks whether the
 * file was replaced under it.
 */
export class IndexFile {
  readonly #dir: string
  readonly #path: string

  constructor(dir: string) {
    this.#dir = dir
    this.#path = join(dir, name)
  }

  /** Reads what was written since `from` (from the beginning without it). `replaced`: it is another file now, nothing was read; `missing`: there is none, or none of this version. */
  read(from: IndexPosition | undefined, sink: Sink): IndexPosition | 'replaced' | 'missing' {
    const file = openIfThere(this.#path, constants.O_RDONLY)
    if (file === undefined) return 'missing'
    try {
      const header = readHeader(file)
      if (header === undefined) return 'missing'
      if (from !== undefined && from.generation !== header.generation) return 'replaced'
      const start = from?.offset ?? header.offset
      const { size } = fstatSync(file)
      if (size < start) return 'missing'
      let rows = 0
      if (from === undefined) {
        const lines = readRange(file, start, Math.min(size, start + header.base))
        rows = lines.lastIndexOf(newline) + 1
        sink.rows(lines.subarray(0, rows))
      }
      let complete = from !== undefined
      const journal = readLines(readRange(file, start + rows, size), (record) => {
        if (record.kind === 'complete') complete = true
        else sink.record(record)
      })
      if (!complete) sink.record({ kind: 'doubt' })
      return { ...header, offset: start + rows + journal }
    } finally {
      closeSync(file)
    }
  }

  /** Adds records, if there is an index. Returns true when the journal has outgrown the rows. */
  append(records: readonly IndexRecord[]): boolean {
    // A line end before each: what a writer that died left of its line then spoils nobody else's.
    const text = records.map((record) => `\n${formatRecord(record)}\n`).join('')
    for (;;) {
      const file = openIfThere(this.#path, constants.O_WRONLY | constants.O_APPEND)
      if (file === undefined) return false
      try {
        writeWhole(file, text)
        const { ino, size } = fstatSync(file, { bigint: true })
        const now = statSync(this.#path, { bigint: true, throwIfNoEntry: false })
        if (now === undefined || now.ino === ino) return size > 1_048_576n && this.#outgrown(Number(size))
      } finally {
        closeSync(file)
      }
    }
  }

  /** An index that says nothing yet, so that changes made while sessions are read are not missed. */
  createEmpty(): IndexPosition | undefined {
    return this.#write(Buffer.alloc(0), [], undefined, () => true)
  }

  /** Puts a new file with these rows in place of the one read up to `position`. `check` throws when the lock was lost. Returns how far the new file is known, undefined when another process was faster. */
  replace(rows: Buffer, changing: Iterable<string>, foreign: Stamp | undefined, position: IndexPosition, check: () => void): IndexPosition | undefined {
    const old = openIfThere(this.#path, constants.O_RDONLY)
    if (old === undefined) return undefined
    try {
      if (readHeader(old)?.generation !== position.generation) return undefined
      const { ino } = fstatSync(old, { bigint: true })
      const replaced = this.#write(rows, [...changing].map((id) => ({ kind: 'changing', id })), foreign, () => {
        check()
        return statSync(this.#path, { bigint: true, throwIfNoEntry: false })?.ino === ino
      })
      if (replaced === undefined) return undefined
      const late: IndexRecord[] = []
      readLines(readRange(old, position.offset, fstatSync(old).size), (record) => late.push(asDoubt(record)))
      this.append([...late, { kind: 'complete' }])
      return replaced
    } finally {
      closeSync(old)
    }
  }

  #write(rows: Buffer, marks: readonly IndexRecord[], foreign: Stamp | undefined, allowed: () => boolean): IndexPosition | undefined {
    const base = rows.length
    const generation = randomBytes(8).toString('hex')
    const header = JSON.stringify(['clinvk-index', version, generation, base, foreign?.mtime ?? null, foreign?.size ?? null])
    const temporary = join(this.#dir, `${temporaryPrefix}${process.pid}-${randomBytes(6).toString('hex')}`)
    try {
      const file = openSync(temporary, 'wx', 0o600)
      let offset: number
      try {
        for (const part of [`${header}\n`, rows, marks.map((mark) => `${formatRecord(mark)}\n`).join('')]) writeWhole(file, part)
        offset = fstatSync(file).size
      } finally {
        closeSync(file)
      }
      if (allowed()) {
        renameSync(temporary, this.#path)
        return { generation, base, foreign, offset }
      }
      rmSync(temporary, { force: true })
      return undefined
    } catch (error) {
      rmSync(temporary, { force: true })
      throw error
    }
  }

  #outgrown(size: number): boolean {
    const file = openIfThere(this.#path, constants.O_RDONLY)
    if (file === undefined) return false
    try {
      return isOutgrown(size, readHeader(file)?.base ?? 0)
    } finally {
      closeSync(file)
    }
  }
}

/** True when a journal has become so long beside the rows that writing the file anew pays. */
export function isOutgrown(size: number, base: number): boolean {
  return size > 4 * base + 1_048_576
}

/** A record that came while the file was replaced may be older than one that the new file has: the session file decides. */
function asDoubt(record: IndexRecord): IndexRecord {
  if (record.kind === 'row') return { kind: 'changing', id: record.row[0] }
  return record.kind === 'deleted' ? { kind: 'changing', id: record.id } : record
}

function readHeader(file: number): IndexPosition | undefined {
  const bytes = readRange(file, 0, headerBytes)
  const end = bytes.indexOf(newline)
  const value = end === -1 ? undefined : parseLine(bytes.toString('utf8', 0, end))
  if (value === undefined || value[0] !== 'clinvk-index' || value[1] !== version) return undefined
  const [, , generation, base, mtime, size] = value
  if (typeof generation !== 'string' || !Number.isInteger(base) || (base as number) < 0) return undefined
  const foreign = typeof mtime === 'number' && typeof size === 'number' ? { mtime, size } : undefined
  return { generation, base: base as number, foreign, offset: end + 1 }
}

/** Complete lines only; the rest is still being written, or was never finished. Returns the bytes used. */
function readLines(bytes: Buffer, sink: (record: IndexRecord) => void): number {
  let start = 0
  for (let end = bytes.indexOf(newline); end !== -1; end = bytes.indexOf(newline, start)) {
    if (end > start) sink(parseRecord(bytes.toString('utf8', start, end)))
    start = end + 1
  }
  return start
}

/** A line that cannot be read said something about some session: all of them are in doubt. */
function parseRecord(line: string): IndexRecord {
  const value = parseLine(line)
  if (value === undefined) return { kind: 'doubt' }
  if (isRow(value)) return { kind: 'row', row: value }
  const [sign, id] = value
  if (sign === '!') return { kind: 'complete' }
  if (typeof id === 'string' && isSessionId(id)) {
    if (sign === '~') return { kind: 'changing', id }
    if (sign === '-') return { kind: 'deleted', id }
  }
  return { kind: 'doubt' }
}

function formatRecord(record: IndexRecord): string {
  switch (record.kind) {
    case 'row':
      return JSON.stringify(record.row)
    case 'changing':
      return JSON.stringify(['~', record.id])
    case 'deleted':
      return JSON.stringify(['-', record.id])
    case 'doubt':
      return '["?"]'
    case 'complete':
      return '["!"]'
  }
}

function parseLine(line: string): unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}

function readRange(file: number, start: number, end: number): Buffer {
  const bytes = Buffer.allocUnsafe(Math.max(0, end - start))
  let length = 0
  while (length < bytes.length) {
    const read = readSync(file, bytes, length, bytes.length - length, start + length)
    if (read === 0) break
    length += read
  }
  return bytes.subarray(0, length)
}

function openIfThere(path: string, flags: number): number | undefined {
  try {
    return openSync(path, flags)
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined
    throw error
  }
}
