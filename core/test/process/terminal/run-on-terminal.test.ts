import { spawn } from 'node:child_process'
import { expect, test } from 'vitest'
import { findLeftovers } from '../../../src/process/find-leftovers.ts'
import { expectNothingLeft, programPath, until } from '../program.ts'
import { OuterTerminal } from './outer.ts'

const undone = ['\u001b[?1049l', '\u001b[?25h', '\u001b[?2004l', '\u001b[?1000l', '\u001b[?1003l', '\u001b[?1006l', '\u001b[?1004l', '\u001b[<1u', '\u001b[>4m', '\u001b[?1l', '\u001b>', '\u001b[0m']
const clean = { code: 0, signal: null, stderr_tail: '', survivors: [] }

test('a program has the size of the terminal and follows its changes', async () => {
  const outer = OuterTerminal.host('size')
  await outer.shows('size 90x30')
  outer.pty.resize(132, 50)
  await outer.shows('size 132x50')
  outer.pty.resize(40, 10)
  await outer.shows('size 40x10')
  outer.type('\u0003')
  expect(await outer.end()).toEqual({ ...clean, code: 3 })
})

test('keys reach the program as they are, Ctrl-C, Ctrl-Z and Ctrl-D too, and its exit code comes back', async () => {
  const outer = OuterTerminal.host('keys')
  await outer.shows('ready')
  for (const [keys, seen] of [['\u0003', '\\u0003'], ['\u001a', '\\u001a'], ['\u0004', '\\u0004'], ['\u001b[A', '\\u001b[A'], ['é世', 'é世'], ['\r', '\\r']] as const) {
    outer.type(keys)
    await outer.shows(`keys "${seen}"`)
  }
  outer.type('q')
  expect(await outer.end()).toEqual({ ...clean, code: 5 })
})

test('20 MB of output arrive in order and to the last byte', async () => {
  const bytes = 20_000_000
  const outer = OuterTerminal.host('flood', String(bytes))
  expect(await outer.end()).toEqual(clean)
  const lines = outer.screen.slice(0, outer.screen.indexOf('END ')).split('\r\n').slice(0, -1)
  expect(lines).toHaveLength(bytes / 100)
  expect(lines.findIndex((line, index) => line !== String(index).padStart(98, '.'))).toBe(-1)
})

test('a terminal that is read slowly gets the last words of a program that has ended', async () => {
  const outer = OuterTerminal.host('flood', '300000')
  outer.pty.pause()
  await until(() => findLeftovers(outer.runId).length > 0, 30_000)
  // The program can be gone long before its output is read.
  await new Promise((resolve) => setTimeout(resolve, 1500))
  outer.pty.resume()
  expect(await outer.end()).toEqual(clean)
  const lines = outer.screen.slice(0, outer.screen.indexOf('END ')).split('\r\n').slice(0, -1)
  expect(lines.findIndex((line, index) => line !== String(index).padStart(98, '.'))).toBe(-1)
  expect(lines).toHaveLength(3000)
})

test('fast input arrives to the last byte', async () => {
  const paste = 'pasted text, 世界\t'.repeat(20_000)
  const bytes = Buffer.from(paste)
  const outer = OuterTerminal.host('count', String(bytes.length))
  await outer.shows('ready')
  outer.type(paste)
  await outer.shows(`bytes ${bytes.length} sum ${bytes.reduce((sum, byte) => sum + byte, 0)}`)
  expect(await outer.end()).toEqual(clean)
})

test('the modes of a program that is killed are taken back, and its half-written sequence is ended', async () => {
  const outer = OuterTerminal.host('killed')
  expect(await outer.end()).toEqual({ ...clean, code: null, signal: 'SIGKILL' })
  const after = outer.screen.slice(outer.screen.indexOf('half a sequence'))
  expect(after).toContain(']0;title\u001b\\')
  for (const sequence of undone) expect(after).toContain(sequence)
})

test('a program that leaves no mode behind gets nothing added to its output', async () => {
  const outer = OuterTerminal.host('flood', '100')
  await outer.end()
  expect(outer.screen.slice(0, outer.screen.indexOf('END '))).toBe(`${'0'.padStart(98, '.')}\r\n`)
})

test('what a program leaves behind is ended with it', async () => {
  const outer = OuterTerminal.host('family')
  expect(await outer.end()).toEqual(clean)
})

test('the shell finds its terminal as it was after a good end, a kill, an error of the host and a TERM to it', async () => {
  const outer = OuterTerminal.shell()
  const before = await outer.stty('before')
  outer.type(`${outer.hostLine('run', 'keys')}\n`)
  await outer.shows('ready')
  outer.type('q')
  await outer.end()
  expect(await outer.stty('one')).toBe(before)

  outer.screen = ''
  outer.type(`${outer.hostLine('run', 'killed')}\n`)
  await outer.end()
  expect(await outer.stty('two')).toBe(before)

  outer.screen = ''
  outer.type(`${outer.hostLine('throw', 'dirty')}\n`)
  await outer.shows(/nobody catches this, child \d+[\s\S]*shell> $/)
  for (const sequence of undone) expect(outer.screen).toContain(sequence)
  expectNothingLeft(outer.runId)
  expect(await outer.stty('three')).toBe(before)

  for (const signal of ['TERM', 'HUP', 'INT']) {
    outer.screen = ''
    outer.type(`${outer.hostLine('run', 'dirty')}\n`)
    await outer.shows('dirty\r\n')
    const host = findParent(outer.runId)
    process.kill(host, `SIG${signal}`)
    expect(await outer.end()).toMatchObject({ stopped_by: 'cancelled', survivors: [] })
    for (const sequence of undone) expect(outer.screen).toContain(sequence)
    expect(await outer.stty(`four ${signal}`)).toBe(before)
  }
})

test('a program that ignores TERM is killed after the grace time', async () => {
  const outer = OuterTerminal.host('deaf')
  await outer.shows('deaf\r\n')
  process.kill(findParent(outer.runId), 'SIGTERM')
  expect(await outer.end()).toEqual({ ...clean, code: null, signal: 'SIGKILL', stopped_by: 'cancelled' })
})

test('a window that is closed ends the program and everything it started', async () => {
  const outer = OuterTerminal.host('deaf')
  await outer.shows('deaf\r\n')
  const pid = findParent(outer.runId)
  ;(outer.pty as unknown as { destroy(): void }).destroy()
  await until(() => findLeftovers(outer.runId).length === 0)
  await until(() => !isRunning(pid))
})

test('a program that stops itself goes on at once where no shell could wake it', async () => {
  const outer = OuterTerminal.host('pause')
  await outer.shows('woken')
  expect(await outer.end()).toEqual({ ...clean, code: 6 })
})

test('a program that stops itself gives the shell its terminal, and fg brings it back', async () => {
  const outer = OuterTerminal.shell()
  const before = await outer.stty('before')
  outer.type(`${outer.hostLine('run', 'pause')}\n`)
  await outer.shows(/Stopped.*[\s\S]*shell> $/)
  expect(outer.screen).toContain('\u001b[?25h')
  expect(await outer.stty('stopped')).toBe(before)
  expect(outer.screen).not.toContain('woken')
  outer.type('fg\n')
  await outer.shows('woken')
  expect(await outer.end()).toEqual({ ...clean, code: 6 })
  expect(await outer.stty('after')).toBe(before)
})

test('a program that leaves its screen on Ctrl-Z gives the shell its terminal, again and again', async () => {
  const outer = OuterTerminal.shell()
  const before = await outer.stty('before')
  outer.type(`${outer.hostLine('run', 'nap')}\n`)
  await outer.shows('ready')
  for (const turn of ['one', 'two']) {
    outer.screen = ''
    outer.type('\u001a')
    await outer.shows(/napping[\s\S]*Stopped.*[\s\S]*shell> $/)
    expect(await outer.stty(turn)).toBe(before)
    expect(outer.screen).not.toContain('awake')
    outer.type('fg\n')
    await outer.shows('awake again')
    // So soon it does not count as another wish to pause.
    await new Promise((resolve) => setTimeout(resolve, 800))
    expect(outer.screen.match(/Stopped/g)).toHaveLength(1)
  }
  outer.type('q')
  expect(await outer.end()).toEqual({ ...clean, code: 7 })
  expect(await outer.stty('after')).toBe(before)
})

test('a program that leaves its screen on Ctrl-Z has it again at once where no shell is', async () => {
  const outer = OuterTerminal.host('nap')
  await outer.shows('ready')
  outer.type('\u001a')
  await outer.shows('awake again')
  outer.type('q')
  expect(await outer.end()).toEqual({ ...clean, code: 7 })
})

test('without a terminal nothing is started, and it is said what to do', async () => {
  const host = spawn(process.execPath, ['--import', 'tsx', programPath('terminal-host.ts'), 'no-terminal', 'run', '/bin/sh', '-c', 'exit 0'], { stdio: ['ignore', 'pipe', 'inherit'] })
  const chunks: Buffer[] = []
  for await (const chunk of host.stdout) chunks.push(chunk as Buffer)
  expect(JSON.parse(Buffer.concat(chunks).toString().slice(4))).toMatchObject({ error: 'invalid_request', message: expect.stringContaining('stdin is not a terminal'), hint: expect.stringContaining('terminal') })
})

/** The pid of the host of a run, which does not carry the run's id itself. */
function findParent(runId: string): number {
  const [child] = findLeftovers(runId)
  return child?.parent ?? 0
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
