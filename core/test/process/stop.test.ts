import { expect, test as alone } from 'vitest'
import type { OutputLine } from '../../src/process/line-queue.ts'
import { findProcess } from '../../src/process/process-table.ts'
import { exists, expectNothingLeft, Follower, pidIn, readToEnd, type Started, startProgram, until } from './program.ts'

/** They wait for most of their time, each for a process of its own. */
const test = alone.concurrent

/** Its lines. Idle time counts from the first one on, however long it took to start. */
async function* heard({ run }: Started): AsyncGenerator<OutputLine> {
  const starting = setInterval(() => run.touch(), 10)
  try {
    for await (const line of run.lines()) {
      clearInterval(starting)
      yield line
    }
  } finally {
    clearInterval(starting)
  }
}

test('a process is first asked to stop in its own way, and what it says then still arrives', async () => {
  const { run } = startProgram('gentle.mjs', [], { stop: { signal: 'SIGINT', grace_ms: 5000 } })
  const follower = new Follower(run)
  await follower.line(/ready/)
  await run.stop('cancelled')
  await follower.done
  expect(follower.seen).toEqual(['ready', 'interrupted'])
  expect(await run.ended).toEqual({ code: 0, signal: null, stderr_tail: '', stopped_by: 'cancelled' })
})

/** A process that gets no time of a busy machine between two signals cannot tell of the first. */
const patient = { stop: { signal: 'SIGINT', grace_ms: 1500 }, graceMs: 1500 } as const

test('a process that ignores INT and TERM is killed', async () => {
  const { run, runId } = startProgram('ignore-signals.mjs', [], patient)
  const follower = new Follower(run)
  await follower.line(/ready/)
  await run.stop('cancelled')
  await follower.done
  expect(follower.seen).toEqual(['ready', 'SIGINT', 'SIGTERM'])
  expect(await run.ended).toMatchObject({ code: null, signal: 'SIGKILL', stopped_by: 'cancelled' })
  expect(run.survivors).toEqual([])
  expectNothingLeft(runId)
})

test('stopping twice is one stop, for the first reason', async () => {
  const { run } = startProgram('ignore-signals.mjs', [], patient)
  const follower = new Follower(run)
  await follower.line(/ready/)
  await Promise.all([run.stop('timeout'), run.stop('cancelled')])
  await follower.done
  expect(follower.seen).toEqual(['ready', 'SIGINT', 'SIGTERM'])
  expect((await run.ended).stopped_by).toBe('timeout')
})

test('stopping a process that has ended changes nothing', async () => {
  const { run } = startProgram('exit.mjs', ['5'])
  const before = await run.ended
  await run.stop('cancelled')
  expect(await run.ended).toEqual(before)
  expect(before).toEqual({ code: 5, signal: null, stderr_tail: '' })
})

for (const kind of ['same', 'group', 'session']) {
  test(`a grandchild (${kind}) that holds the pipes of an exited process does not hold up the end, and is ended`, async () => {
    const { run, runId } = startProgram('leave-grandchild.mjs', [kind, 'exit'])
    const { lines, end } = await readToEnd(run)
    expect(end).toEqual({ code: 0, signal: null, stderr_tail: '' })
    expect(exists(pidIn(lines[0]?.text ?? ''))).toBe(false)
    expectNothingLeft(runId)
  })
}

for (const kind of ['same', 'session', 'bare']) {
  test(`a stop ends a grandchild (${kind}) that ignores TERM`, async () => {
    const { run, runId } = startProgram('leave-grandchild.mjs', [kind, 'stay'])
    const follower = new Follower(run)
    const grandchild = pidIn(await follower.line(/grandchild/))
    expect(exists(grandchild)).toBe(true)
    await run.stop('cancelled')
    expect(exists(grandchild)).toBe(false)
    expect(exists(run.pid)).toBe(false)
    expectNothingLeft(runId)
  })
}

test('output that is no event does not save a process from the idle timeout', async () => {
  const started = startProgram('chatter.mjs', [], { idleMs: 1000 })
  let lines = 0
  for await (const _line of heard(started)) lines++
  expect(lines).toBeGreaterThan(1)
  expect((await started.run.ended).stopped_by).toBe('idle')
  expectNothingLeft(started.runId)
})

test('events keep a process alive beyond its idle time, until the total timeout', async () => {
  const since = performance.now()
  const started = startProgram('chatter.mjs', [], { idleMs: 1200, timeoutMs: 2000 })
  for await (const _line of heard(started)) started.run.touch()
  expect((await started.run.ended).stopped_by).toBe('timeout')
  expect(performance.now() - since).toBeGreaterThan(1990)
})

test('a timeout longer than timers can be does not fire at once', async () => {
  const { run } = startProgram('say.mjs', ['hello'], { timeoutMs: 2 ** 40, idleMs: 2 ** 40 })
  expect((await run.ended).stopped_by).toBeUndefined()
})

test('a cancelled signal stops the process', async () => {
  const controller = new AbortController()
  const { run, runId } = startProgram('gentle.mjs', [], { signal: controller.signal })
  const follower = new Follower(run)
  await follower.line(/ready/)
  controller.abort()
  expect(await run.ended).toMatchObject({ code: 0, stopped_by: 'cancelled' })
  expectNothingLeft(runId)
})

test('a cancel after the exit, while the pipes are held open, does not count', async () => {
  const controller = new AbortController()
  const { run } = startProgram('leave-grandchild.mjs', ['session', 'exit'], { signal: controller.signal })
  await until(() => findProcess(run.pid) === undefined)
  controller.abort()
  expect(await run.ended).toEqual({ code: 0, signal: null, stderr_tail: '' })
})

test('nothing is started when the signal was cancelled before', () => {
  expect(() => startProgram('say.mjs', [], { signal: AbortSignal.abort() })).toThrow(
    expect.objectContaining({ code: 'cancelled', message: expect.stringContaining('before') }),
  )
})

test('a signal that is cancelled after the end changes nothing', async () => {
  const controller = new AbortController()
  const { run } = startProgram('exit.mjs', ['0'], { signal: controller.signal })
  await run.ended
  controller.abort()
  expect((await run.ended).stopped_by).toBeUndefined()
})
