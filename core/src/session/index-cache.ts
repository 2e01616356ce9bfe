import { existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { Log } from '../log.ts'
import { type Stamp, temporaryPrefix } from './durable-file.ts'
import { IndexFile, type IndexPosition, type IndexRecord, isOutgrown } from './index-file.ts'
import { type IndexRow, newestFirst, rowOf } from './index-row.ts'
import type { StoreProblem } from './session.ts'
import { idOfFile } from './session-id.ts'
import { isKeptAside, type SessionReader } from './session-reader.ts'
import { storageError, systemCode } from './storage-error.ts'
import type { StoreLock } from './store-lock.ts'

/** The original program's index. Never read: that it changed tells that session files did. */
const foreignIndex = 'index.json'
/** So many sessions may be looked up in their files at every start before the index is written anew. */
const manyChanging = 64
/** File systems count modification times in steps; within one, a second change leaves the time as it is. Milliseconds. */
const timeStep = 100
/** What a writer that died left behind is removed after a day. */
const abandonedMs = 86_400_000

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
  readonly #rows = new Map<string, IndexRow>()
  /** Sessions whose file has to be read. */
  readonly #changing = new Set<string>()
  readonly #problems = new Map<string, StoreProblem>()
  #sorted: IndexRow[] | undefined
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
      await this.rows()
    } catch (error) {
      // What was changed is saved all the same.
      this.#log.debug(`the session index was not tidied: ${String(error)}`)
    }
  }

  /** All sessions, newest first. */
  rows(): Promise<readonly IndexRow[]> {
    return this.#inTurn(async () => {
      await this.#refresh()
      return this.#sortedRows()
    })
  }

  /** Compares these rows with their files. True when one was out of date: the rows have to be chosen anew. */
  confirm(rows: readonly IndexRow[]): Promise<boolean> {
    return this.#inTurn(async () => {
      for (const row of rows) this.#compare(row)
      if (this.#changing.size === 0) return false
      await this.#readChanging()
      return rows.some((row) => this.#rows.get(row[0]) !== row)
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
      this.#sorted = this.#position = undefined
      return
    }
    try {
      const grown = this.#readIndex()
      this.#lookForForeign()
      this.#compareNames(grown)
      if (this.#doubt) for (const row of this.#rows.values()) this.#compare(row)
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
    let found = this.#file.read(this.#position, (record) => this.#apply(record))
    if (found === 'replaced') {
      this.#rows.clear()
      this.#changing.clear()
      this.#sorted = undefined
      found = this.#file.read(undefined, (record) => this.#apply(record))
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
    this.#sorted = undefined
    switch (record.kind) {
      case 'row':
        this.#rows.set(record.row[0], record.row)
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
      else if (name.startsWith(temporaryPrefix)) this.#removeAbandoned(name)
    }
    for (const id of this.#rows.keys()) if (!found.has(id)) this.#changing.add(id)
    const now = Date.now()
    this.#folderTime = Math.abs(now - Number(mtimeMs)) < timeStep ? undefined : mtimeNs
    this.#compared = { at: performance.now(), took: performance.now() - start }
  }

  #removeAbandoned(name: string): void {
    const path = join(this.#dir, name)
    try {
      if (Math.abs(Date.now() - statSync(path).mtimeMs) > abandonedMs) rmSync(path, { force: true })
    } catch (error) {
      if (systemCode(error) !== 'ENOENT') this.#log.debug(`"${path}" was not removed: ${String(error)}`)
    }
  }

  #compare(row: IndexRow): void {
    const stats = statSync(join(this.#dir, `${row[0]}.json`), { throwIfNoEntry: false })
    if (stats === undefined || stats.mtimeMs !== row[1] || stats.size !== row[2]) this.#changing.add(row[0])
  }

  async #readChanging(): Promise<void> {
    if (this.#changing.size === 0) return
    // Asked before reading: who takes a lock later also notes later that the session is changing.
    const held = this.#heldSessions()
    let count = 0
    for (const id of this.#changing) {
      const found = await this.#reader.tryRead(id, this.#problems)
      if (found === undefined) {
        if (this.#rows.delete(id)) this.#sorted = undefined
      } else {
        const row = rowOf(found.session, found)
        if (JSON.stringify(row) !== JSON.stringify(this.#rows.get(id))) {
          this.#rows.set(id, row)
          this.#sorted = undefined
        }
      }
      if (!held.has(id)) this.#changing.delete(id)
      if (++count % 250 === 0) await setImmediate()
    }
  }

  #heldSessions(): Set<string> {
    try {
      return new Set(readdirSync(join(this.#dir, '.locks')).flatMap((name) => (name.endsWith('.lock') ? [name.slice(0, -'.lock'.length)] : [])))
    } catch (error) {
      if (systemCode(error) === 'ENOENT') return new Set()
      throw error
    }
  }

  async #compact(): Promise<void> {
    const position = this.#position
    if (position === undefined) return
    try {
      const now = await this.#lock.tryHold('index', ({ check }) => this.#file.replace(this.#sortedRows(), this.#changing, this.#foreign, position, check))
      if (now !== undefined) [this.#position, this.#size] = [now, now.offset]
    } catch (error) {
      this.#log.debug(`the session index was not written anew: ${String(error)}`)
    }
  }

  #sortedRows(): IndexRow[] {
    return (this.#sorted ??= newestFirst(this.#rows.values(), this.#clock()))
  }
}
