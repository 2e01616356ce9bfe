import { randomBytes } from 'node:crypto'
import { accessSync, constants, existsSync, lstatSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { dirname, join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { temporaryPrefix } from './durable-file.ts'
import { IndexFile } from './index-file.ts'
import { ownerState, readOwner } from './owner.ts'
import { idOfFile } from './session-id.ts'
import { isKeptAside } from './session-reader.ts'
import { parseSession } from './session-file.ts'
import { storageError } from './storage-error.ts'

/** How a store is. Names are those inside its folder. */
export interface StoreHealth {
  /** false: no session was ever kept. */
  readonly exists: boolean
  readonly sessions: number
  /** Session files that hold no session; the newest {@link mostParsed} are looked into. */
  readonly unreadable: readonly string[]
  /** Damaged files that were renamed. */
  readonly kept_aside: readonly string[]
  /** What is left of writers that died. */
  readonly temporary: readonly string[]
  /** Ids of sessions that are marked as at work by processes that are gone. */
  readonly dead_runs: readonly string[]
  readonly index: 'absent' | 'good' | 'damaged'
}

const mostParsed = 2000

/** A half-written file this old has no writer any more, milliseconds. */
const leftAfterMs = 10 * 60_000

/** Looks at a store without changing it. Throws `config_invalid` or `internal_error` when it cannot be read and written. */
export async function storeHealth(dir: string): Promise<StoreHealth> {
  // A link that leads nowhere is there: the store could not be made in its place.
  if (lstatSync(dir, { throwIfNoEntry: false }) === undefined) {
    checkParent(dir)
    return { exists: false, sessions: 0, unreadable: [], kept_aside: [], temporary: [], dead_runs: [], index: 'absent' }
  }
  const names = namesIn(dir)
  tryToWrite(dir)
  const files = names.filter((name) => idOfFile(name) !== undefined)
  return {
    exists: true,
    sessions: files.length,
    unreadable: await unreadable(dir, files),
    kept_aside: names.filter(isKeptAside),
    temporary: names.filter((name) => name.startsWith(temporaryPrefix) && ageMs(join(dir, name)) > leftAfterMs),
    dead_runs: deadRuns(join(dir, '.locks')),
    index: indexState(dir),
  }
}

function namesIn(dir: string): string[] {
  try {
    return readdirSync(dir)
  } catch (error) {
    throw storageError(`read "${dir}"`, dir, error)
  }
}

/** The nearest folder that is there must let the others be made. */
function checkParent(dir: string): void {
  let parent = dirname(dir)
  while (!existsSync(parent) && dirname(parent) !== parent) parent = dirname(parent)
  try {
    accessSync(parent, constants.W_OK | constants.X_OK)
  } catch (error) {
    throw storageError(`make "${dir}"`, parent, error)
  }
}

/** A right to write may still meet a full disk, or one that may only be read. */
function tryToWrite(dir: string): void {
  const file = join(dir, `${temporaryPrefix}${process.pid}-${randomBytes(6).toString('hex')}`)
  try {
    writeFileSync(file, 'x', { flag: 'wx', mode: 0o600 })
  } catch (error) {
    throw storageError(`write to "${dir}"`, dir, error)
  } finally {
    rmSync(file, { force: true })
  }
}

async function unreadable(dir: string, files: readonly string[]): Promise<string[]> {
  const newest = files.length <= mostParsed ? files : files.toSorted((a, b) => ageMs(join(dir, a)) - ageMs(join(dir, b))).slice(0, mostParsed)
  const wrong: string[] = []
  for (const [number, name] of newest.entries()) {
    if (number % 100 === 99) await setImmediate()
    try {
      parseSession(idOfFile(name) as string, readFileSync(join(dir, name), 'utf8'))
    } catch (error) {
      // Deleted since the folder was read: nothing is wrong.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') wrong.push(name)
    }
  }
  return wrong
}

function deadRuns(locks: string): string[] {
  if (!existsSync(locks)) return []
  return namesIn(locks).flatMap((name) => {
    if (!name.endsWith('.run')) return []
    try {
      const owner = readOwner(JSON.parse(readFileSync(join(locks, name), 'utf8')))
      return owner !== undefined && ownerState(owner, hostname()) === 'dead' ? [name.slice(0, -'.run'.length)] : []
    } catch {
      return [] // just being written, or given up
    }
  })
}

function indexState(dir: string): StoreHealth['index'] {
  if (!existsSync(join(dir, 'index.ndjson'))) return 'absent'
  try {
    const read = new IndexFile(dir).read(undefined, { rows: () => undefined, record: () => undefined })
    return typeof read === 'string' ? 'damaged' : 'good'
  } catch {
    return 'damaged' // not a file, or not to be read
  }
}

function ageMs(path: string): number {
  return Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now())
}
