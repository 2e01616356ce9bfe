import { expect, test } from 'vitest'
import { LineSplitter } from '../../src/process/line-splitter.ts'

function split(chunks: readonly Buffer[], maxLineBytes = 1000): { lines: string[]; overflowed: boolean } {
  const splitter = new LineSplitter(maxLineBytes)
  const lines = [...chunks.flatMap((chunk) => splitter.push(chunk)), ...splitter.end()]
  return { lines, overflowed: splitter.overflowed }
}

function pieces(bytes: Buffer, size: number): Buffer[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => bytes.subarray(index * size, (index + 1) * size))
}

test('any split of the bytes gives the same lines', () => {
  const bytes = Buffer.from('one\r\n\n{"ä":"€😀"}\n\r\nlast\rpart\r')
  for (let size = 1; size <= bytes.length; size++) {
    expect(split(pieces(bytes, size)).lines).toEqual(['one', '', '{"ä":"€😀"}', '', 'last\rpart'])
  }
})

test('bytes that are not UTF-8 become U+FFFD and harm no other line', () => {
  const bytes = Buffer.concat([Buffer.from('a'), Buffer.from([0xff, 0xc3]), Buffer.from('\nb\n')])
  expect(split([bytes]).lines).toEqual(['a\ufffd\ufffd', 'b'])
})

test('output without a line end at its end gives its last line once', () => {
  const splitter = new LineSplitter(100)
  expect(splitter.push(Buffer.from('x\ny'))).toEqual(['x'])
  expect(splitter.end()).toEqual(['y'])
  expect(splitter.end()).toEqual([])
})

test('the limit counts the bytes of a line, whole or in pieces', () => {
  const line = Buffer.from(`${'ä'.repeat(5)}\n`)
  for (const size of [1, 3, 11]) {
    expect(split(pieces(line, size), 10)).toEqual({ lines: ['äääää'], overflowed: false })
    expect(split(pieces(line, size), 9)).toEqual({ lines: [], overflowed: true })
  }
})

test('lines before one that is too long are kept, it and what follows is dropped', () => {
  expect(split([Buffer.from('ok\n'), Buffer.from('fine\ntoo long\nmore\n'), Buffer.from('even more\n')], 5)).toEqual({
    lines: ['ok', 'fine'],
    overflowed: true,
  })
})

test('a line of 20 MiB in chunks of 64 KiB takes linear time', () => {
  const chunk = Buffer.alloc(65_536, 'x')
  const time = (chunks: number): number => {
    const splitter = new LineSplitter(64 * 1024 * 1024)
    const started = process.cpuUsage()
    for (let index = 0; index < chunks; index++) splitter.push(chunk)
    expect(splitter.end()[0]?.length).toBe(chunks * chunk.length)
    const { user, system } = process.cpuUsage(started)
    return (user + system) / 1000
  }
  time(20)
  // Ten times the bytes: about ten times the time; joining strings or buffers anew for each chunk takes a hundred times.
  expect(time(320)).toBeLessThan(Math.max(time(32), 5) * 50)
})
