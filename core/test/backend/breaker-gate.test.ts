import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ErrorCode, ErrorDetails, RunEvent } from '@clinvk/plugin-sdk'
import { describe, expect, test } from 'vitest'
import { BreakerGate, type BreakerOptions } from '../../src/backend/breaker-gate.ts'
import { thisHost } from '../../src/process/lease.ts'
import { temporaryFolder } from './temporary-folder.ts'

const done: RunEvent = { type: 'done', content: {} }
const text: RunEvent = { type: 'message', content: { text: 'here' } }
const error = (code: ErrorCode, details?: ErrorDetails): RunEvent => ({ type: 'error', content: { code, message: 'no', ...(details === undefined ? {} : { details }) } })
const broken = error('backend_error', { status: 500 })

function gates(change: Partial<BreakerOptions['config']> = {}) {
  const dir = join(temporaryFolder(), 'breakers')
  const clock = { now: Date.parse('2026-01-01T00:00:00Z') }
  const said: string[] = []
  const make = () => new BreakerGate({ dir, config: { enabled: true, failures: 3, open_secs: 30, successes: 2, ...change }, idleSecs: 600, log: { debug: (message) => said.push(message), warn: (message) => said.push(`warn ${message}`) }, clock: () => clock.now })
  const gate = make()
  /** One run with these events, from the check to its end. */
  const run = async (...events: RunEvent[]) => {
    const known = await gate.check('acme')
    for await (const _event of gate.guard('acme', known, () => says(events))) continue
  }
  const fail = async (times: number) => {
    for (let time = 0; time < times; time += 1) await run(broken)
  }
  return { dir, file: join(dir, 'acme.json'), clock, said, gate, another: make, run, fail }
}

async function* says(events: readonly RunEvent[]): AsyncGenerator<RunEvent, void> {
  yield* events
}

const refusal = { code: 'backend_unavailable', backend: 'acme' }

describe('a backend that answers', () => {
  test('has no file, and nothing is written', async () => {
    const { run, dir, gate } = gates()
    await run(text, done)
    expect(existsSync(dir)).toBe(false)
    expect(await gate.check('acme')).toBe(false)
    expect(await gate.report('acme')).toBeUndefined()
  })

  test('has none again after a success', async () => {
    const { run, fail, file } = gates()
    await fail(2)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    await run(done)
    expect(existsSync(file)).toBe(false)
    await fail(2)
    await expect(run(done)).resolves.toBeUndefined()
  })
})

describe('a backend that keeps failing', () => {
  test('is left alone, says until when and what to do, and is tried after that', async () => {
    const { run, fail, clock, gate, another } = gates()
    await fail(3)
    const expected = {
      ...refusal,
      message: 'backend "acme" is left alone: it failed 3 times in a row, and is tried again at 2026-01-01T00:00:30.000Z',
      hint: 'Wait, choose another backend, or try it anyway: clinvk backends --reset acme',
      details: { retry_at: '2026-01-01T00:00:30.000Z', retry_after_secs: 30, reason: 'breaker_open' },
    }
    await expect(gate.check('acme')).rejects.toMatchObject(expected)
    await expect(another().check('acme')).rejects.toMatchObject(expected)
    expect(await gate.check('other')).toBe(false)
    expect(await gate.report('acme')).toEqual({ state: 'open', failures: 3, retry_at: '2026-01-01T00:00:30.000Z' })
    clock.now += 30_000
    expect(await gate.report('acme')).toEqual({ state: 'half-open', failures: 3 })
    await run(done)
    expect(await gate.report('acme')).toEqual({ state: 'half-open', failures: 3 })
    await run(done)
    expect(await gate.report('acme')).toBeUndefined()
  })

  test('is left alone again when the trial fails', async () => {
    const { run, fail, clock, gate } = gates()
    await fail(3)
    clock.now += 30_000
    await run(broken)
    await expect(gate.check('acme')).rejects.toMatchObject({ details: { retry_at: '2026-01-01T00:01:00.000Z' } })
  })

  test('is asked at once after a reset', async () => {
    const { run, fail, gate, dir } = gates()
    await fail(3)
    expect(await gate.reset('acme')).toMatchObject({ state: 'open', failures: 3 })
    await run(done)
    expect(readdirSync(dir)).toEqual([])
    expect(await gate.reset('acme')).toEqual({ state: 'closed', failures: 0 })
  })

  test('is asked all the same where breakers are turned off', async () => {
    const { fail, run, dir } = gates({ enabled: false })
    await fail(9)
    await run(done)
    expect(existsSync(dir)).toBe(false)
  })
})

describe('what counts', () => {
  test.each<[ErrorCode, ErrorDetails | undefined, boolean]>([
    ['backend_error', { status: 529 }, true],
    ['backend_error', { reason: 'connection' }, true],
    ['backend_rate_limited', undefined, true],
    ['overloaded', undefined, true],
    ['timeout', { idle_timeout_secs: 600 }, true],
    ['timeout', { idle_timeout_secs: 5 }, false],
    ['timeout', { timeout_secs: 600 }, false],
    ['backend_error', { status: 400 }, false],
    ['backend_error', undefined, false],
    ['backend_unavailable', undefined, false],
    ['backend_unauthenticated', undefined, false],
    ['backend_output_invalid', undefined, false],
    ['plugin_invalid', undefined, false],
    ['payload_too_large', undefined, false],
    ['invalid_request', undefined, false],
    ['cancelled', undefined, false],
  ])('%s %j: %s', async (code, details, counts) => {
    const { run, gate } = gates()
    await run(error(code, details))
    expect(await gate.report('acme')).toEqual(counts ? { state: 'closed', failures: 1 } : undefined)
  })

  test('what says nothing neither counts nor forgets', async () => {
    const { run, fail, gate } = gates()
    await fail(2)
    await run(error('cancelled'))
    expect(await gate.report('acme')).toEqual({ state: 'closed', failures: 2 })
  })

  test('a limit keeps it open until it ends', async () => {
    const { run, fail, gate } = gates()
    await fail(2)
    await run(error('backend_rate_limited', { reset_at: '2026-01-01T00:20:00Z' }))
    expect(await gate.report('acme')).toMatchObject({ state: 'open', retry_at: '2026-01-01T00:20:00.000Z' })
  })
})

describe('one trial at a time', () => {
  /** A run that is held at its first event until it is let go. */
  async function held(gate: BreakerGate, ...events: RunEvent[]) {
    const running = gate.guard('acme', await gate.check('acme'), () => says([{ type: 'init', content: {} }, ...events]))
    await running.next()
    return {
      next: () => running.next(),
      leave: () => running.return(),
      end: async () => {
        for await (const _event of running) continue
      },
    }
  }

  test('is made; others are refused meanwhile, also between their check and their start', async () => {
    const { fail, clock, gate, another } = gates()
    await fail(3)
    clock.now += 30_000
    const known = await another().check('acme')
    const trial = await held(gate, done)
    await expect(another().check('acme')).rejects.toMatchObject({ ...refusal, message: 'backend "acme" is left alone: it failed 3 times in a row, and another run is trying it now' })
    await expect(another().guard('acme', known, () => says([done])).next()).rejects.toMatchObject(refusal)
    await trial.end()
    await expect(another().check('acme')).resolves.toBe(true)
  })

  test('gives its place away with its first text, and opens it again when it fails after that', async () => {
    const { fail, clock, gate, another } = gates()
    await fail(3)
    clock.now += 30_000
    const trial = await held(gate, text, broken)
    await trial.next()
    await expect(another().check('acme')).resolves.toBe(true)
    await trial.end()
    await expect(another().check('acme')).rejects.toMatchObject(refusal)
  })

  test.each([['is cancelled', error('cancelled')], ['is wrong', error('invalid_request')]])('that %s makes room for the next one', async (_how, end) => {
    const { fail, clock, gate, another } = gates()
    await fail(3)
    clock.now += 30_000
    await (await held(gate, end)).end()
    await expect(another().check('acme')).resolves.toBe(true)
    await (await held(gate, done)).leave()
    await expect(another().check('acme')).resolves.toBe(true)
  })

  test.each([
    ['of a process that died', { owner: { pid: 2 ** 22 + 1, start_time: '1' } }, 0, true],
    ['of another machine', { host: 'elsewhere' }, 599_000, false],
    ['of another machine, long ago', { host: 'elsewhere' }, 600_000, true],
  ])('%s: %j after %i ms may another one be made: %s', async (_whose, change, after, free) => {
    const { dir, file, clock, gate } = gates()
    mkdirSync(dir, { recursive: true })
    writeFileSync(file, JSON.stringify({ state: 'half-open', failures: 3, successes: 0, trial: { ...thisHost(), id: 'theirs', since: clock.now - after, ...change } }))
    if (free) await expect(gate.check('acme')).resolves.toBe(true)
    else await expect(gate.check('acme')).rejects.toMatchObject(refusal)
  })
})

describe('a file that cannot be used', () => {
  test.each(['', 'no json', '{"state":"open"}'])('with %j counts as closed, is told once to those who look closely, and is mended by the next failure', async (content) => {
    const { dir, file, said, gate, run } = gates()
    mkdirSync(dir, { recursive: true })
    writeFileSync(file, content)
    await run(done)
    await gate.check('acme')
    expect(said).toEqual([`the circuit breaker "${file}" is no state of a circuit breaker; it counts as closed`])
    await run(broken)
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ state: 'closed', failures: 1 })
  })

  test('does not stand in the way: a folder in its place, a file in place of the folder', async () => {
    const first = gates()
    mkdirSync(first.file, { recursive: true })
    await first.run(done)
    await first.fail(4)
    expect(first.said.some((message) => message.startsWith('warn'))).toBe(false)
    await first.gate.reset('acme')
    expect(existsSync(first.file)).toBe(false)
    const second = gates()
    writeFileSync(second.dir, '')
    await second.fail(4)
    await second.run(done)
  })

  test('a lock of a process that died is taken', async () => {
    const { dir, run, gate } = gates()
    mkdirSync(dir, { recursive: true })
    writeFileSync(join(dir, 'acme.lock'), '')
    const { utimesSync } = await import('node:fs')
    utimesSync(join(dir, 'acme.lock'), 1, 1)
    await run(broken)
    expect(await gate.report('acme')).toEqual({ state: 'closed', failures: 1 })
    expect(readdirSync(dir)).toEqual(['acme.json'])
  })
})

test('failures at the same time are all counted', async () => {
  const { another, gate } = gates({ failures: 100 })
  await Promise.all(Array.from({ length: 20 }, async () => {
    for await (const _event of another().guard('acme', false, () => says([broken]))) continue
  }))
  expect(await gate.report('acme')).toEqual({ state: 'closed', failures: 20 })
})
