import { describe, expect, test } from 'vitest'
import { outputFormat, suggestedFormat } from '../../src/cli/output-format.ts'

describe('the format', () => {
  test.each([
    // given, --json, configured, terminal, result
    ['text', false, 'json', false, 'text'],
    ['json', false, 'text', true, 'json'],
    ['stream-json', false, 'default', true, 'stream-json'],
    ['JSON', false, 'default', true, 'json'],
    ['Stream-JSON', false, 'default', true, 'stream-json'],
    ['default', false, 'stream-json', true, 'stream-json'],
    ['', false, 'stream-json', true, 'stream-json'],
    [undefined, false, 'text', false, 'text'],
    ['default', false, 'default', true, 'text'],
    [undefined, false, 'default', true, 'text'],
    [undefined, false, 'default', false, 'json'],
    [undefined, true, 'text', true, 'json'],
    ['json', true, 'text', true, 'json'],
    ['default', true, 'text', true, 'json'],
  ] as const)('-o %s, --json %s, configured %s, terminal %s: %s', (format, json, configured, terminal, result) => {
    expect(outputFormat({ format, json }, configured, terminal)).toBe(result)
  })

  test.each(['xml', 'XML', 'json ', '__proto__'])('%j is refused by the words that scripts know', (format) => {
    expect(() => outputFormat({ format, json: false }, 'default', true)).toThrow(
      expect.objectContaining({ code: 'invalid_request', message: `invalid output format "${format}": must be one of: text, json, stream-json`, hint: 'Use -o text, -o json or -o stream-json.', details: { usage: true } }),
    )
  })

  test.each(['text', 'stream-json'])('--json and -o %s contradict each other', (format) => {
    expect(() => outputFormat({ format, json: true }, 'default', true)).toThrow(expect.objectContaining({ code: 'invalid_request', message: `--json and -o ${format} contradict each other`, details: { usage: true } }))
  })
})

describe('the format that the words suggest before they are understood', () => {
  test.each([
    [['hi'], 'text', 'json'],
    [['hi', '--json'], 'json', 'json'],
    [['hi', '-o', 'text'], 'text', 'text'],
    [['hi', '-o', 'JSON'], 'json', 'json'],
    [['hi', '-ojson'], 'json', 'json'],
    [['hi', '-o=json'], 'json', 'json'],
    [['hi', '--output-format', 'stream-json'], 'stream-json', 'stream-json'],
    [['hi', '--output-format=stream-json'], 'stream-json', 'stream-json'],
    [['hi', '-o', 'json', '-o', 'text'], 'text', 'text'],
    [['hi', '-o', 'xml'], 'text', 'json'],
    [['hi', '-o'], 'text', 'json'],
    [['json', 'text'], 'text', 'json'],
    [['--', '--json'], 'text', 'json'],
  ] as const)('%j: %s at a terminal, %s elsewhere', (argv, terminal, elsewhere) => {
    expect([suggestedFormat(argv, true), suggestedFormat(argv, false)]).toEqual([terminal, elsewhere])
  })
})
