import { existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { Log } from '../log.ts'
import { removeAbandoned, type Stamp, temporaryPrefix } from './durable-file.ts'
import { IndexFile, type IndexPosition, type IndexRecord, isOutgrown } from './index-file.ts'
import { type IndexRow, rowOf } from './index-row.ts'
import { IndexTable } from './index-table.ts'
import type { SessionFilter, StoreProblem } from './session.ts'
import { idOfFile } from './session-id.ts'
import { isKeptAside, type SessionReader } from './session-reader.ts'
import { storageError } from './storage-error.ts'
import { heldSessions, type StoreLock } from './store-lock.ts'

/** The original program's index. Never read: that it changed tells that session files did. */
const foreignIndex = 'index.json'
/** So many rows of a page are compared with their files. */
const comparedRows = 1000
/** So many sessions may be looked up in their files at every start before the index is written anew. */
const manyChanging = 64
/** File systems count modification times in steps; within one, a second change leaves the time as it is. Milliseconds. */
const timeStep = 100

/**
 * The sessions as the index knows them, checked against the folder: names that the index lacks are read, names that it has
 * too many are dropped. The index is never the truth. What a check costs is bounded: a page opens the files of those
 * sessions only that changed since.
 */
export class IndexCache {
  readonly #dir: string
  readonly #file: IndexFile
  readonly #reader: SessionReader
  readonly #lock: StoreLock
  readonly #log: Log
  readonly #clock: () => number
  readonly #rows = new IndexTable()
  /** Sessions whose file has to be read. */
  readonly #changing = new Set<string>()
  readonly #problems = new Map<string, StoreProblem>()
  #position: IndexPosition | undefined
  #size = 0
  #outgrown = false
  #doubt = false
  #foreign: Stamp | undefined
  /** The folder's modification time when its names were last compared; undefined: compare again. */
  #folderTime: bigint | undefined
  #compared = { at: -Infinity, took: 0 }
  #turn: Promise<unknown> = Promise.resolve()

  constructor(parts: { readonly dir: string; readonly reader: SessionReader; readonly lock: StoreLock; readonly log: Log; readonly clock: () => number }) {
    this.#dir = parts.dir
    this.#file = new IndexFile(parts.dir)
    this.#reader = parts.reader
    this.#lock = parts.lock
    this.#log = parts.log
    this.#clock = parts.clock
  }

  /** To be called, under the session's lock, before its file is replaced or removed. */
  changing(id: string): void {
    const records: IndexRecord[] = [{ kind: 'changing', id }]
    // The original program shows what its index says. Without one it reads the files, and so sees this session too.
    if (existsSync(join(this.#dir, foreignIndex))) {
      rmSync(join(this.#dir, foreignIndex), { force: true })
      records.push({ kind: 'doubt' })
    }
    this.#file.append(records)
  }

  /** To be called, under the session's lock, when its file was replaced (`row`) or removed. */
  changed(id: string, row: IndexRow | undefined): void {
    try {
      this.#outgrown = this.#file.append([row === undefined ? { kind: 'deleted', id } : { kind: 'row', row }])
    } catch (error) {
      // The session is saved, and noted as changing: whoever reads the index next reads its file.
      this.#log.debug(`the session index was not updated: ${String(error)}`)
    }
  }

  /** To be called after a change, without any lock: writes the index anew once its journal has outgrown it. */
  async tidy(): Promise<void> {
    if (!this.#outgrown) return
    this.#outgrown = false
    try {
      await this.all()
    } catch (error) {
      // What was changed is saved all the same.
      this.#log.debug(`the session index was not tidied: ${String(error)}`)
    }
  }

  /** All sessions, newest first. */
  all(): Promise<Iterable<IndexRow>> {
    return this.#inTurn(async () => {
      await this.#refresh()
      return this.#rows.all(this.#clock())
    })
  }

  /** Matching sessions, newest first, and how many there are. The first thousand of them are compared with their files. */
  page(filter: SessionFilter, offset: number, limit: number): Promise<{ readonly rows: IndexRow[]; readonly total: number }> {
    return this.#inTurn(async () => {
      await this.#refresh()
      for (let attempt = 1; ; attempt++) {
        const page = this.#rows.page(filter, offset, limit, this.#clock())
        if (this.#rows.damaged && attempt < 3) {
          this.#doubt = true
          await this.#refresh()
          continue
        }
        for (const row of page.rows.slice(0, comparedRows)) this.#compare(row)
        if (this.#changing.size > 0) await this.#readChanging()
        // A row that was out of date may have its place on another page.
        if (attempt >= 3 || page.rows.every((row) => sameRow(row, this.#rows.get(row[0])))) return page
      }
    })
  }

  problems(): StoreProblem[] {
    return [...this.#problems.values()]
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    // One at a time, and never together with one that began earlier: that one may have missed what its caller just saved.
    const mine = this.#turn.then(work)
    this.#turn = mine.catch(() => undefined)
    return mine
  }

  async #refresh(): Promise<void> {
    if (!existsSync(this.#dir)) {
      this.#rows.clear()
      this.#changing.clear()
      this.#problems.clear()
      this.#position = undefined
      return
    }
    try {
      const grown = this.#readIndex()
      this.#lookForForeign()
      this.#compareNames(grown)
      if (this.#doubt) this.#compareAll()
      const lookups = this.#changing.size
      await this.#readChanging()
      if (this.#doubt || lookups - this.#changing.size >= manyChanging || isOutgrown(this.#size, this.#position?.base ?? 0)) await this.#compact()
      this.#doubt = false
    } catch (error) {
      throw storageError(`read the sessions in "${this.#dir}"`, this.#dir, error)
    }
  }

  /** Takes over what the index says. True when it says something new. */
  #readIndex(): boolean {
    const before = this.#position?.offset
    const sink = {
      rows: (lines: Buffer) => {
        // A line that is no row was one once: its session's name is missed when names are compared.
        if (!this.#rows.load(lines)) this.#doubt = true
      },
      record: (record: IndexRecord) => this.#apply(record),
    }
    let found = this.#file.read(this.#position, sink)
    if (found === 'replaced') {
      this.#rows.clear()
      this.#changing.clear()
      found = this.#file.read(undefined, sink)
    }
    if (typeof found === 'string') {
      // What this process knows already stays, compared with the files.
      this.#doubt = true
      this.#position = this.#createIndex()
    } else {
      this.#position = found
      this.#foreign ??= found.foreign
    }
    this.#size = this.#position?.offset ?? 0
    return this.#size !== before
  }

  #createIndex(): IndexPosition | undefined {
    try {
      return this.#file.createEmpty()
    } catch (error) {
      // Read-only or full: lists work without an index, only slower.
      this.#log.debug(`no session index could be made: ${String(error)}`)
      return undefined
    }
  }

  #apply(record: IndexRecord): void {
    switch (record.kind) {
      case 'row':
        this.#rows.set(record.row)
        this.#changing.delete(record.row[0])
        break
      case 'changing':
        this.#changing.add(record.id)
        break
      case 'deleted':
        this.#rows.delete(record.id)
        this.#changing.delete(record.id)
        break
      case 'doubt':
        this.#doubt = true
    }
  }

  #lookForForeign(): void {
    const stats = statSync(join(this.#dir, foreignIndex), { throwIfNoEntry: false })
    if (stats === undefined || (stats.mtimeMs === this.#foreign?.mtime && stats.size === this.#foreign.size)) return
    this.#foreign = { mtime: stats.mtimeMs, size: stats.size }
    this.#doubt = true
  }

  /**
   * Compares the folder's names with the index, when the folder changed. A change together with news in the index is most
   * likely what the news say; then comparing 100,000 names can wait a little.
   */
  #compareNames(grown: boolean): void {
    const { mtimeNs, mtimeMs } = statSync(this.#dir, { bigint: true })
    if (mtimeNs === this.#folderTime) return
    const start = performance.now()
    if (grown && !this.#doubt && start - this.#compared.at < 20 * this.#compared.took) return
    const names = readdirSync(this.#dir)
    const found = new Set<string>()
    this.#problems.clear()
    for (const name of names) {
      const id = idOfFile(name)
      if (id !== undefined) {
        found.add(id)
        if (!this.#rows.has(id)) this.#changing.add(id)
      } else if (isKeptAside(name)) this.#problems.set(name, { file: name, message: 'this session file could not be read and was kept aside' })
      else if (name.startsWith(temporaryPrefix)) removeAbandoned(join(this.#dir, name))
    }
    for (const id of this.#rows.ids()) if (!found.has(id)) this.#changing.add(id)
    const now = Date.now()
    this.#folderTime = Math.abs(now - Number(mtimeMs)) < timeStep ? undefined : mtimeNs
    this.#compared = { at: performance.now(), took: performance.now() - start }
  }

  #compare(row: IndexRow): void {
    const stats = statSync(join(this.#dir, `${row[0]}.json`), { throwIfNoEntry: false })
    if (stats === undefined || stats.mtimeMs !== row[2] || stats.size !== row[3]) this.#changing.add(row[0])
  }

  #compareAll(): void {
    // A damaged line gives no row, and so is read again.
    const unread = new Set(this.#rows.ids())
    for (const row of this.#rows.all(this.#clock())) {
      unread.delete(row[0])
      this.#compare(row)
    }
    for (const id of unread) this.#changing.add(id)
  }

  async #readChanging(): Promise<void> {
    if (this.#changing.size === 0) return
    // Asked before reading: who takes a lock later also notes later that the session is changing.
    const held = heldSessions(this.#dir)
    let count = 0
    for (const id of this.#changing) {
      const found = await this.#reader.tryRead(id, this.#problems)
      if (found === undefined) {
        this.#rows.delete(id)
      } else {
        const row = rowOf(found.session, found)
        if (!sameRow(row, this.#rows.get(id))) this.#rows.set(row)
      }
      if (!held.has(id)) this.#changing.delete(id)
      if (++count % 250 === 0) await setImmediate()
    }
  }

  async #compact(): Promise<void> {
    const position = this.#position
    if (position === undefined) return
    try {
      const now = await this.#lock.tryHold('index', ({ check }) => this.#file.replace(this.#rows.text(this.#clock()), this.#changing, this.#foreign, position, check))
      if (now !== undefined) [this.#position, this.#size] = [now, now.offset]
    } catch (error) {
      this.#log.debug(`the session index was not written anew: ${String(error)}`)
    }
  }
}

function sameRow(a: IndexRow, b: IndexRow | undefined): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b)
}
