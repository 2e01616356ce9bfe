import { isClinvkError } from '@clinvk/plugin-sdk'
import { chmodSync, mkdtempSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findLeftovers } from '../../src/process/find-leftovers.ts'
import { startProcess } from '../../src/process/start-process.ts'
import { expectNothingLeft, Follower, programPath, readToEnd, startProgram, until } from './program.ts'

const never = new AbortController().signal

function attempt(overrides: { file?: string; args?: string[]; cwd?: string }): unknown {
  const spec = { file: process.execPath, args: [programPath('say.mjs')], cwd: tmpdir(), env: {}, run_id: 'attempt', ...overrides }
  try {
    return startProcess({ ...spec, stop: { signal: 'SIGINT', grace_ms: 100 } }, {}, never)
  } catch (error) {
    return error
  }
}

function unavailable(problem: string): object {
  return { code: 'backend_unavailable', message: expect.stringContaining(problem) }
}

test('lines of both outputs arrive, and the end tells the exit code', async () => {
  const { run } = startProgram('close-stdout.mjs')
  const { lines, end } = await readToEnd(run)
  expect(lines).toEqual([
    { text: 'before', stream: 'stdout' },
    { text: 'after', stream: 'stderr' },
  ])
  expect(end).toEqual({ code: 3, signal: null, stderr_tail: 'after\n' })
})

test('characters and line ends that are split over writes stay whole', async () => {
  const { lines } = await readToEnd(startProgram('split-writes.mjs').run)
  expect(lines.map(({ text }) => text)).toEqual(['ä€😀', 'zwei', 'end'])
})

test('a process that says nothing and exits at once ends with its code', async () => {
  const end = { code: 0, signal: null, stderr_tail: '' }
  expect(await readToEnd(startProgram('exit.mjs', ['0']).run)).toEqual({ lines: [], end })
  expect((await readToEnd(startProgram('exit.mjs', ['42']).run)).end.code).toBe(42)
})

test('a process that a signal kills ends with that signal', async () => {
  const { end } = await readToEnd(startProgram('kill-self.mjs').run)
  expect(end).toEqual({ code: null, signal: 'SIGKILL', stderr_tail: 'going down\n' })
})

test('100 MB on stderr neither block stdout nor fill the memory, and the tail keeps the last 64 KiB', async () => {
  const { run } = startProgram('flood-stderr.mjs')
  const seen: string[] = []
  let bytes = 0
  let peak = 0
  for await (const { text, stream } of run.lines()) {
    if (stream === 'stdout') seen.push(text)
    else bytes += text.length + 1
    peak = Math.max(peak, process.memoryUsage().rss)
  }
  const { stderr_tail } = await run.ended
  expect(seen).toEqual(['10', '20', '30', '40', '50', '60', '70', '80', '90', '100'])
  expect(bytes).toBe(100 * 1024 * 1024 + 'last words\n'.length)
  expect(peak).toBeLessThan(600 * 1024 * 1024)
  expect(stderr_tail.length).toBe(64 * 1024)
  expect(stderr_tail.endsWith('x\nlast words\n')).toBe(true)
})

test('a reader who waits makes the process wait, and gets every line in the end', async () => {
  const progress = join(mkdtempSync(join(tmpdir(), 'progress-')), 'kib')
  const { run } = startProgram('flood-stdout.mjs', ['20000', progress])
  const lines = run.lines()[Symbol.asyncIterator]()
  await lines.next()
  let before = -1
  await until(() => {
    const now = statSync(progress).size
    const still = now === before && now > 1000
    before = now
    return still
  })
  expect(before).toBeLessThan(5000)
  let count = 1
  while (!(await lines.next()).done) count++
  expect(count).toBe(20_000)
})

test('a slow reader loses nothing of what the process wrote before it exited', async () => {
  // More than the queue takes (1 MiB), the rest stays in the pipe: less than that holds, or the process could not exit.
  const { run } = startProgram('flood-stdout.mjs', ['1075'], { drainMs: 50 })
  const lines = run.lines()[Symbol.asyncIterator]()
  await lines.next()
  await run.ended
  let count = 1
  while (!(await lines.next()).done) count++
  expect(count).toBe(1075)
})

test('a process runs to its end when the reader leaves early', async () => {
  const { run } = startProgram('flood-stdout.mjs', ['5000'])
  for await (const _line of run.lines()) break
  expect((await run.ended).code).toBe(0)
})

test('a process runs to its end when nobody ever reads, and a reader who comes too late is told so', async () => {
  const { run } = startProgram('flood-stdout.mjs', ['5000'])
  expect((await run.ended).code).toBe(0)
  expect(() => run.lines()).toThrow('output has been dropped')
})

test('a second reader is refused', async () => {
  const { run } = startProgram('say.mjs', ['hello'])
  run.lines()
  expect(() => run.lines()).toThrow('one reader')
  await run.ended
})

test('a prompt of 5 MB arrives whole', async () => {
  const { lines } = await readToEnd(startProgram('echo-length.mjs', [], { stdin: 'ä'.repeat(5_000_000) }).run)
  expect(lines).toEqual([{ text: '5000000', stream: 'stdout' }])
})

test('a process that never reads its 5 MB of stdin ends as it likes', async () => {
  const { lines, end } = await readToEnd(startProgram('never-read.mjs', [], { stdin: 'p'.repeat(5_000_000) }).run)
  expect(lines.map(({ text }) => text)).toEqual(['ready'])
  expect(end.code).toBe(0)
})

test('without a prompt stdin is empty, not open', async () => {
  const { lines } = await readToEnd(startProgram('echo-length.mjs').run)
  expect(lines.map(({ text }) => text)).toEqual(['0'])
})

test('a line of 20 MiB passes', async () => {
  const { lines, end } = await readToEnd(startProgram('long-line.mjs', [String(20 * 1024 * 1024)]).run)
  expect(lines.map(({ text }) => text.length)).toEqual([20 * 1024 * 1024, 4])
  expect(end.stopped_by).toBeUndefined()
})

test('a line over the limit stops the run', async () => {
  const { run, runId } = startProgram('long-line.mjs', [String(3 * 1024 * 1024), '60000'], { maxLineBytes: 1024 * 1024 })
  const { lines, end } = await readToEnd(run)
  expect(lines).toEqual([])
  expect(end.stopped_by).toBe('line_too_long')
  expectNothingLeft(runId)
})

test('a line over the limit is told even when the process has ended by itself', async () => {
  const { end } = await readToEnd(startProgram('long-line.mjs', ['2000'], { maxLineBytes: 1000 }).run)
  expect(end.stopped_by).toBe('line_too_long')
})

test('20 processes at once keep their outputs apart', async () => {
  const all = Array.from({ length: 20 }, (_, index) => startProgram('say.mjs', [`number ${index}`]))
  const results = await Promise.all(all.map(({ run }) => readToEnd(run)))
  expect(results.map(({ lines }) => lines[0]?.text)).toEqual(all.map((_, index) => `number ${index}`))
})

test('a missing file is unavailable, with the path and what to do', () => {
  const error = attempt({ file: '/nowhere/claude' })
  expect(error).toMatchObject({ code: 'backend_unavailable', message: 'could not start "/nowhere/claude": it does not exist' })
  expect(isClinvkError(error) && error.hint).toContain("ls -lL '/nowhere/claude'")
  expect(attempt({ file: 'no-such-cli' })).toMatchObject(unavailable('not found on PATH'))
})

test('a file that is not executable, a directory and a missing interpreter are unavailable', () => {
  const folder = mkdtempSync(join(tmpdir(), 'files-'))
  const plain = join(folder, 'plain')
  writeFileSync(plain, 'text', { mode: 0o644 })
  const script = join(folder, 'script')
  writeFileSync(script, '#!/nowhere/interpreter\n')
  chmodSync(script, 0o755)
  expect(attempt({ file: plain })).toMatchObject(unavailable('not executable'))
  expect(attempt({ file: folder })).toMatchObject(unavailable('not a file'))
  expect(attempt({ file: script })).toMatchObject(unavailable('interpreter'))
})

test('a missing working directory is an invalid request that names it', () => {
  expect(attempt({ cwd: '/nowhere/project' })).toMatchObject({
    code: 'invalid_request',
    message: expect.stringContaining('the working directory "/nowhere/project" does not exist'),
  })
})

test('arguments that the system does not take are an invalid request that does not show them', () => {
  const error = attempt({ args: ['secret'.repeat(100_000)] })
  expect(error).toMatchObject({ code: 'invalid_request', message: expect.stringContaining('1 arguments of 600001 bytes') })
  expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('secret')
  const withNul = attempt({ args: ['a\0secret'] })
  expect(withNul).toMatchObject({ code: 'invalid_request', message: expect.not.stringContaining('secret') })
})

test('the process carries the id of its run and leads a group of its own', async () => {
  const { run, runId } = startProgram('gentle.mjs')
  const follower = new Follower(run)
  await follower.line(/ready/)
  expect(findLeftovers(runId)).toMatchObject([{ pid: run.pid, group: run.pid, session: run.pid }])
  await run.stop('cancelled')
})
