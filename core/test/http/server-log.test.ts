import { expect, test } from 'vitest'
import { logRuns } from '../../src/http/log-runs.ts'
import { createServerLog, logLevel, type ServerLogOptions } from '../../src/http/server-log.ts'

function logged(options: Partial<ServerLogOptions> = {}) {
  const lines: string[] = []
  return { lines, log: createServerLog({ level: 'info', write: (text) => void lines.push(text), ...options }) }
}
const parsed = (lines: readonly string[]) => lines.map((line) => JSON.parse(line) as Record<string, unknown>)

test('each line is one JSON document with time, level and message, whatever is in it', () => {
  const { lines, log } = logged({ level: 'debug' })
  log.debug('one')
  log.info('two\nlines', { n: 1 })
  log.warn('\u001b[31mthree')
  expect(parsed(lines)).toMatchObject([{ level: 'debug', msg: 'one' }, { level: 'info', msg: 'two\nlines', n: 1 }, { level: 'warn', msg: '\u001b[31mthree' }])
  expect(lines.every((line) => line.indexOf('\n') === line.length - 1 && !line.includes('\u001b'))).toBe(true)
})

test.each([['debug', 3], ['info', 2], ['warn', 1]] as const)('with the level %s it has %i of three lines', (level, count) => {
  const { lines, log } = logged({ level })
  log.debug('x')
  log.info('x')
  log.warn('x')
  expect(lines).toHaveLength(count)
})

test.each([[undefined, 'info'], ['', 'info'], ['DEBUG', 'debug'], ['warn', 'warn'], ['loud', undefined]])('CLINVK_LOG %o is the level %o', (asked, level) => {
  expect(logLevel(asked)).toBe(level)
})

test('what is known stands on each line of a log of its own; keys under any name do not', () => {
  const { lines, log } = logged()
  log.with({ request_id: 'r1' }).with({ run_id: 'a' }).info('x', { headers: { authorization: 'SECRET' }, token: 'SECRET', deep: { one: { 'x-api-key': 'SECRET' } } })
  expect(parsed(lines)).toMatchObject([{ request_id: 'r1', run_id: 'a', token: '[redacted]' }])
  expect(lines.join()).not.toContain('SECRET')
})

test('for people it is a line of text; what comes from elsewhere is quoted', () => {
  const { lines, log } = logged({ readable: true })
  log.info('request', { path: '/a', key: 'x y\n12:00:00 info forged', status: 200 })
  log.warn('two\nlines')
  expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d info request path=\/a key="x y\\n12:00:00 info forged" status=200\n$/)
  expect(lines[1]).toMatch(/^\d\d:\d\d:\d\d warn two\n {4}lines\n$/)
})

test('lines about a run have its id; commands are told only where that is wanted', () => {
  const { lines, log } = logged()
  const run = { run_id: 'a', backend: 'acme' }
  const quiet = logRuns(log.with({ request_id: 'r1' }), false)(run)
  quiet.log?.warn('careful')
  quiet.spawning?.({ cwd: '/w', command: () => 'acme < PROMPT' })
  quiet.ended?.({ status: 'success' })
  const told = logRuns(log, true)(run)
  told.spawning?.({ cwd: '/w', command: () => 'acme < PROMPT' })
  told.ended?.({ status: 'error', code: 'timeout', usage: { input_tokens: 3, output_tokens: 1 } })
  expect(parsed(lines)).toMatchObject([
    { msg: 'careful', request_id: 'r1', run_id: 'a', backend: 'acme' },
    { msg: 'run starts', run_id: 'a', cwd: '/w', command: 'acme < PROMPT' },
    { msg: 'run ended', run_id: 'a', outcome: 'error', code: 'timeout', input_tokens: 3, output_tokens: 1, duration_ms: expect.any(Number) },
  ])
})
