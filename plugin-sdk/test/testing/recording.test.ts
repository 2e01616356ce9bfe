import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readRecordings } from '../../src/testing/index.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clinvk-recordings-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function record(name: string, files: Record<string, string | Uint8Array>): void {
  mkdirSync(join(folder, name))
  for (const [file, content] of Object.entries(files)) writeFileSync(join(folder, name, file), content)
}

const plain = '{"cli_version":"1","exit":0}'

test('lines are read with either line end, also the last one without', () => {
  record('answer', { stdout: 'one\r\ntwo\n\nfour', stderr: 'note\n', 'meta.json': plain })
  expect(readRecordings(folder)[0]?.lines).toEqual([
    { text: 'note', stream: 'stderr' },
    ...['one', 'two', '', 'four'].map((text) => ({ text, stream: 'stdout' })),
  ])
})

test('bytes that are no UTF-8 are read as U+FFFD', () => {
  record('answer', { stdout: Buffer.from([0x61, 0xff, 0x0a]), 'meta.json': plain })
  expect(readRecordings(folder)[0]?.lines).toEqual([{ text: 'a\ufffd', stream: 'stdout' }])
})

test('the end is what meta.json says, with the last 64 KiB of stderr', () => {
  const meta = '{"cli_version":"1","exit":null,"signal":"SIGINT","stopped_by":"idle"}'
  record('stopped', { stdout: '', stderr: `begin${'x'.repeat(70_000)}end`, 'meta.json': meta })
  const { end } = readRecordings(folder)[0]!
  expect(end).toMatchObject({ code: null, signal: 'SIGINT', stopped_by: 'idle' })
  expect(end.stderr_tail).toMatch(/^x{65533}end$/)
})

test('a request is laid over a plain one, options key by key', () => {
  const request = { ephemeral: true, options: { model: 'm' } }
  record('model', { stdout: '', 'meta.json': JSON.stringify({ cli_version: '1', exit: 0, request }) })
  expect(readRecordings(folder)[0]?.request).toMatchObject({
    ephemeral: true,
    native_input: false,
    options: { model: 'm', sandbox_mode: 'default' },
  })
})

test('recordings come in the order of their names, and files beside them do not count', () => {
  for (const name of ['b', 'a']) record(name, { stdout: '', 'meta.json': plain })
  writeFileSync(join(folder, 'README.md'), 'x')
  expect(readRecordings(folder).map(({ name }) => name)).toEqual(['a', 'b'])
})

test.for([
  ['{"exit":0}', 'cli_version'],
  ['{"cli_version":"1","exit":0,"now":"yesterday"}', 'now'],
  ['{"cli_version":"1"}', 'exit'],
  ['{"cli_version":"1","exit":0,"signal":"SIGINT"}', 'signal'],
  ['{"cli_version":"1","exit":0,"stopped_by":"boredom"}', 'stopped_by'],
  ['{"cli_version":"1","exit":1,"expect":{"code":"oops"}}', 'no error code'],
  ['{"cli_version":"1","exit":0,"expects":{}}', 'unknown key "expects"'],
  ['{"cli_version":"1","exit":0,"expect":{"txt":""}}', 'unknown key "expect.txt"'],
] as const)('%s is refused, naming the file and what is wrong', ([meta, what]) => {
  record('wrong', { stdout: '', 'meta.json': meta })
  expect(() => readRecordings(folder)).toThrow(what)
  expect(() => readRecordings(folder)).toThrow(join('wrong', 'meta.json'))
})

test('a folder without recordings is refused', () => {
  expect(() => readRecordings(folder)).toThrow('no recordings')
})
