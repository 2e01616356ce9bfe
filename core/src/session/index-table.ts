import { type IndexRow, isRow, matches, sortTime } from './index-row.ts'
import type { SessionFilter } from './session.ts'
import { isSessionId } from './session-id.ts'

/** A row as it stands in the loaded lines (its number), or one that came since. */
type Entry = number | IndexRow

const newline = 0x0a

/**
 * All rows in memory. The lines of the index file stay the bytes they are: 100,000 rows as objects would take half a
 * second and hundreds of megabytes, and a page shows twenty of them.
 */
export class IndexTable {
  #lines: Buffer = Buffer.alloc(0)
  /** Where each line begins; one more for the end. */
  #starts = new Uint32Array(1)
  /** `last_used` of each line. */
  #used = new Float64Array(0)
  readonly #entries = new Map<string, Entry>()
  #sorted: Entry[] | undefined
  #damaged = false

  /** True once a line turned out to be no row, though it began like one. */
  get damaged(): boolean {
    return this.#damaged
  }

  clear(): void {
    this.load(Buffer.alloc(0))
  }

  /** Takes complete lines in place of all rows. False when some of them are no rows; these are left out. */
  load(lines: Buffer): boolean {
    const starts: number[] = []
    const used: number[] = []
    let whole = true
    this.#damaged = false
    this.#entries.clear()
    this.#sorted = undefined
    for (let start = 0, end = lines.indexOf(newline); end !== -1; start = end + 1, end = lines.indexOf(newline, start)) {
      const id = idIn(lines, start)
      const time = id === undefined ? undefined : numberIn(lines, start + id.length + 4)
      if (id === undefined || time === undefined || lines[end - 1] !== 0x5d) whole = false
      else this.#entries.set(id, starts.length)
      starts.push(start)
      used.push(time ?? 0)
    }
    starts.push(lines.length)
    this.#lines = lines
    this.#starts = Uint32Array.from(starts)
    this.#used = Float64Array.from(used)
    return whole
  }

  has(id: string): boolean {
    return this.#entries.has(id)
  }

  ids(): IterableIterator<string> {
    return this.#entries.keys()
  }

  /** Undefined when there is none, or its line turns out to be damaged. */
  get(id: string): IndexRow | undefined {
    const entry = this.#entries.get(id)
    return entry === undefined ? undefined : this.#row(entry)
  }

  set(row: IndexRow): void {
    this.#entries.set(row[0], row)
    this.#sorted = undefined
  }

  delete(id: string): void {
    if (this.#entries.delete(id)) this.#sorted = undefined
  }

  /** The rows that match, newest first, and how many there are. `now` places those from the future. */
  page(filter: SessionFilter, offset: number, limit: number, now: number): { readonly rows: IndexRow[]; readonly total: number } {
    const entries = this.#inOrder(now)
    if (!isFilter(filter)) {
      return { rows: entries.slice(offset, offset + limit).map((entry) => this.#row(entry)).filter((row) => row !== undefined), total: entries.length }
    }
    const possible = this.#linesWith(filter)
    const rows: IndexRow[] = []
    let total = 0
    for (const entry of entries) {
      if (typeof entry === 'number' && possible[entry] === 0) continue
      const row = this.#row(entry)
      if (row === undefined || !matches(row, filter)) continue
      if (total >= offset && total < offset + limit) rows.push(row)
      total++
    }
    return { rows, total }
  }

  /** All rows, newest first, read one by one. What is set or deleted meanwhile is not seen. */
  *all(now: number): Generator<IndexRow, void, undefined> {
    const [entries, lines, starts] = [this.#inOrder(now), this.#lines, this.#starts]
    for (const entry of entries) {
      const row = typeof entry === 'number' ? parseRow(lines, starts, entry) : entry
      if (row !== undefined) yield row
    }
  }

  /** All rows as lines, newest first. */
  text(now: number): Buffer {
    return Buffer.concat(
      this.#inOrder(now).map((entry) =>
        typeof entry === 'number' ? this.#lines.subarray(this.#starts[entry], this.#starts[entry + 1]) : Buffer.from(`${JSON.stringify(entry)}\n`),
      ),
    )
  }

  #inOrder(now: number): Entry[] {
    if (this.#sorted !== undefined) return this.#sorted
    const time = (entry: Entry) => {
      const used = typeof entry === 'number' ? (this.#used[entry] ?? 0) : entry[1]
      return sortTime(used, now) ?? this.#row(entry)?.[2] ?? 0
    }
    // The loaded lines are in order, as a rule; then sorting costs one look at each.
    const timed = Array.from(this.#entries.values(), (entry) => ({ entry, time: time(entry) }))
    this.#sorted = timed.sort((a, b) => b.time - a.time).map(({ entry }) => entry)
    return this.#sorted
  }

  #row(entry: Entry): IndexRow | undefined {
    const row = typeof entry === 'number' ? parseRow(this.#lines, this.#starts, entry) : entry
    if (row === undefined) this.#damaged = true
    return row
  }

  /** 1 for each line that holds all texts of the filter somewhere; only those are worth reading. */
  #linesWith(filter: SessionFilter): Uint8Array {
    const count = this.#starts.length - 1
    let possible = new Uint8Array(count).fill(1)
    for (const text of [filter.working_dir, filter.tag, filter.model, filter.owner, filter.backend, filter.status]) {
      if (text === undefined) continue
      const needle = Buffer.from(JSON.stringify(text))
      const found = new Uint8Array(count)
      for (let line = 0, at = this.#lines.indexOf(needle); at !== -1; at = this.#lines.indexOf(needle, this.#starts[line])) {
        while ((this.#starts[line + 1] ?? Infinity) <= at) line++
        found[line] = possible[line] ?? 0
        line++
        if (line >= count) break
      }
      possible = found
    }
    return possible
  }
}

function isFilter(filter: SessionFilter): boolean {
  const { backend, status, model, working_dir, tag, owner, resumable } = filter
  return [backend, status, model, working_dir, tag, owner].some((text) => text !== undefined) || resumable === true
}

function parseRow(lines: Buffer, starts: Uint32Array, line: number): IndexRow | undefined {
  try {
    const value: unknown = JSON.parse(lines.toString('utf8', starts[line], starts[line + 1]))
    return Array.isArray(value) && isRow(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** The id of a line that begins with `["<id>",`. */
function idIn(lines: Buffer, start: number): string | undefined {
  for (const length of [32, 16]) {
    if (lines[start + 2 + length] !== 0x22) continue
    const id = lines.toString('latin1', start + 2, start + 2 + length)
    return isSessionId(id) ? id : undefined
  }
  return undefined
}

/** The whole number that begins at `at` and ends with a comma. */
function numberIn(lines: Buffer, at: number): number | undefined {
  const sign = lines[at] === 0x2d ? -1 : 1
  let value = 0
  for (let i = sign === 1 ? at : at + 1; i < at + 18; i++) {
    const digit = (lines[i] ?? 0) - 0x30
    if (digit >= 0 && digit <= 9) value = value * 10 + digit
    else return lines[i] === 0x2c ? sign * value : undefined
  }
  return undefined
}
