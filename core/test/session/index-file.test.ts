import fs, { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { IndexFile, type IndexPosition, type IndexRecord } from '../../src/session/index-file.ts'
import { rowOf } from '../../src/session/index-row.ts'
import { temporaryFolder } from './temporary-store.ts'

const row = (digit: string, title = digit) =>
  rowOf({ id: digit.repeat(32), backend: 'claude', created_at: '2026-01-01T00:00:00Z', last_used: '2026-01-01T00:00:00Z', working_dir: '/', title }, { mtime: 5, size: 6 })
const line = (digit: string) => Buffer.from(`${JSON.stringify(row(digit))}\n`)
const nothing = () => undefined

/** All that a read says, and how far it went. */
function readAll(file: IndexFile, from?: IndexPosition) {
  const said: unknown[] = []
  const position = file.read(from, {
    rows: (lines) => said.push(`${lines.toString().split('\n').length - 1} rows`),
    record: (record: IndexRecord) => said.push(record.kind === 'row' ? `row ${record.row[0][0]}` : 'id' in record ? `${record.kind} ${record.id[0]}` : record.kind),
  })
  return { said, position }
}

function indexWith(...digits: string[]) {
  const dir = temporaryFolder()
  const file = new IndexFile(dir)
  const empty = file.createEmpty() as IndexPosition
  const position = file.replace(Buffer.concat(digits.map(line)), [], undefined, empty, nothing) as IndexPosition
  return { dir, path: join(dir, 'index.ndjson'), file, position }
}

test('what is appended is read once, from where the last reading ended', () => {
  const { file, position } = indexWith('a', 'b')
  expect(readAll(file).said).toEqual(['2 rows'])
  file.append([{ kind: 'changing', id: 'c'.repeat(32) }])
  file.append([{ kind: 'row', row: row('c') }, { kind: 'deleted', id: 'a'.repeat(32) }])
  const { said, position: next } = readAll(file, position)
  expect(said).toEqual(['changing c', 'row c', 'deleted a'])
  expect(readAll(file, next as IndexPosition).said).toEqual([])
})

test('an index that was not put in place to its end is in doubt', () => {
  const { path, file } = indexWith('a')
  writeFileSync(path, readFileSync(path, 'utf8').replace('["!"]', ''))
  expect(readAll(file).said).toEqual(['1 rows', 'doubt'])
})

test('a line that a dying writer left unfinished is doubt, and spoils no other line', () => {
  const { path, file, position } = indexWith('a')
  appendFileSync(path, JSON.stringify(row('b')).slice(0, 50))
  expect(readAll(file, position).said).toEqual([])
  file.append([{ kind: 'row', row: row('c') }])
  expect(readAll(file, position).said).toEqual(['doubt', 'row c'])
})

test('what others append while the file is replaced is carried over, as changes to be looked up', () => {
  const { file, position } = indexWith('a')
  const replaced = file.replace(line('a'), ['e'.repeat(32)], undefined, position, () => file.append([{ kind: 'row', row: row('b') }, { kind: 'deleted', id: 'd'.repeat(32) }]))
  expect(readAll(file).said).toEqual(['1 rows', 'changing e', 'changing b', 'changing d'])
  expect(readAll(file, replaced).said).toEqual(['changing b', 'changing d'])
  expect(readAll(file, position).position).toBe('replaced')
})

test('who appends to a file that is replaced under it appends again', () => {
  const { dir, path, file } = indexWith('a')
  const other = indexWith('b')
  const write = fs.writeSync
  onTestFinished(() => {
    fs.writeSync = write
    syncBuiltinESMExports()
  })
  // Another process is faster, between the opening of the file and the look whether it is still the one.
  fs.writeSync = ((...args: Parameters<typeof write>) => {
    if (existsSync(other.path)) renameSync(other.path, path)
    return write(...args)
  }) as typeof write
  syncBuiltinESMExports()
  file.append([{ kind: 'changing', id: 'c'.repeat(32) }])
  expect(readAll(new IndexFile(dir)).said).toEqual(['1 rows', 'changing c'])
})

test('a file that another process replaced is left alone', () => {
  const { dir, file, position } = indexWith('a')
  const other = new IndexFile(dir)
  other.replace(line('b'), [], undefined, position, nothing)
  expect(file.replace(line('c'), [], undefined, position, nothing)).toBeUndefined()
  const lost = readAll(file).position as IndexPosition
  expect(() => file.replace(line('d'), [], undefined, lost, () => { throw new Error('lock lost') })).toThrow('lock lost')
  expect(readFileSync(join(dir, 'index.ndjson'), 'utf8')).toContain('bbbb')
})
