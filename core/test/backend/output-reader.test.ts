import type { Decoder, ProcessEnd } from '@clinvk/plugin-sdk'
import { expect, test } from 'vitest'
import { OutputReader } from '../../src/backend/output-reader.ts'
import { createLog } from '../../src/log.ts'
import { plainRequest, sampleBackend } from './sample-backend.ts'

const end: ProcessEnd = { code: 0, signal: null, stderr_tail: '' }

function reader(decoder: () => Decoder): { reader: OutputReader; log: string[] } {
  const log: string[] = []
  return { reader: new OutputReader(sampleBackend({ decoder }), plainRequest(), createLog({ debug: true, write: (text) => void log.push(text) })), log }
}

const broken = {
  type: 'error',
  content: { code: 'plugin_invalid', message: expect.stringMatching(/^the backend "acme" cannot read what Acme printed \(SyntaxError in its decoder\)$/), hint: expect.any(String) },
}
const parse = (text: string) => [JSON.parse(text) as never]

test('events come as the decoder yields them, from one decoder for the whole run', () => {
  let made = 0
  const { reader: output, log } = reader(() => {
    made += 1
    let lines = 0
    return {
      *line(text, stream) {
        lines += 1
        yield { type: 'message', content: { text: `${lines} ${stream} ${text}` } }
      },
      end: ({ code }) => [{ type: 'done', content: { turn_count: lines, stop_reason: String(code) } }],
    }
  })
  expect(output.line('a', 'stdout')).toEqual([{ type: 'message', content: { text: '1 stdout a' } }])
  expect(output.line('b', 'stderr')).toEqual([{ type: 'message', content: { text: '2 stderr b' } }])
  expect(output.end(end)).toEqual([{ type: 'done', content: { turn_count: 2, stop_reason: '0' } }])
  expect([made, output.broken]).toEqual([1, false])
  expect(log).toEqual(['debug: stderr: b\n'])
})

test('whether the outcome is told is asked after each line, and of a decoder that cannot tell it is not', () => {
  const { reader: output } = reader(() => {
    let last = ''
    return {
      line: (text) => ((last = text), []),
      end: () => [],
      get finished() {
        return last === 'result'
      },
    }
  })
  const seen = ['a', 'result', 'more'].map((text) => (output.line(text, 'stdout'), output.finished))
  expect(seen).toEqual([false, true, false])
  const { reader: plain } = reader(() => ({ line: () => [], end: () => [] }))
  plain.line('result', 'stdout')
  expect(plain.finished).toBe(false)
})

test('a decoder that throws ends the run, is asked no more, and its words, which may quote the answer, are not told', () => {
  let asked = 0
  const { reader: output, log } = reader(() => ({
    line: (text) => {
      asked += 1
      return parse(text)
    },
    end: () => parse('more private words'),
  }))
  expect(output.line('private words', 'stdout')).toEqual([broken])
  expect(output.broken).toBe(true)
  expect([output.line('more', 'stdout'), output.end(end)]).toEqual([[], []])
  expect(asked).toBe(1)
  expect(log.join('')).toContain('the decoder of "acme" threw SyntaxError')
  expect(log.join('')).not.toContain('private')
})

test.each([
  ['at the end', (): Decoder => ({ line: () => [], end: () => parse('private') })],
  ['halfway through its events', (): Decoder => ({ line: () => [], *end() { yield* parse('private') } })],
  ['when it is made', (): Decoder => parse('private') as never],
])('a decoder may break %s', (_when, decoder) => {
  expect(reader(decoder).reader.end(end)).toEqual([broken])
})
