import { execFileSync } from 'node:child_process'
import { closeSync, constants, mkdtempSync, openSync, readFileSync, readSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { LogOutput } from '../../src/http/log-output.ts'

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'clinvk-log-'))
  onTestFinished(() => rmSync(path, { recursive: true }))
  return path
}

const opened = (path: string, flags: number | string) => {
  const fd = openSync(path, flags)
  onTestFinished(() => closeSync(fd))
  return fd
}

test('lines are written in their order, and the end waits for the last one', async () => {
  const file = join(folder(), 'log')
  const output = new LogOutput({ fd: opened(file, 'a'), lost: () => {} })
  const lines = Array.from({ length: 2000 }, (_, index) => `line ${index} äöü\n`)
  for (const line of lines) output.write(line)
  await output.end()
  expect(readFileSync(file, 'utf8')).toBe(lines.join(''))
  output.write('one\n')
  output.write('two\n')
  await output.end()
  expect(readFileSync(file, 'utf8').endsWith('äöü\none\ntwo\n')).toBe(true)
})

/** A pipe whose reader takes something only when it is told to. */
function pipe() {
  const path = join(folder(), 'pipe')
  execFileSync('mkfifo', [path])
  const fd = opened(path, constants.O_RDWR | constants.O_NONBLOCK)
  const piece = Buffer.alloc(64 * 1024)
  let taken = 0
  const take = (): number => {
    try {
      taken += readSync(fd, piece)
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EAGAIN') throw cause
    }
    return taken
  }
  return { fd, take }
}

test('a reader that takes nothing holds up neither who writes nor the end; what it missed is counted when it reads again', async () => {
  const { fd, take } = pipe()
  const losses: number[] = []
  const output = new LogOutput({ fd, lost: (lines) => losses.push(lines) })
  const line = `${'x'.repeat(1023)}\n`
  const count = 20 * 1024 // 20 MiB, of which 16 may wait
  for (let index = 0; index < count; index++) output.write(line)
  const since = performance.now()
  await output.end()
  expect(performance.now() - since).toBeLessThan(5000)
  expect(take()).toBeLessThan(1024 * 1024)
  await expect.poll(() => (take(), losses.length), { interval: 0, timeout: 30_000 }).toBe(1)
  expect(losses[0]).toBeGreaterThan(3 * 1024)
  await expect.poll(take, { interval: 0, timeout: 30_000 }).toBe((count - (losses[0] as number)) * line.length)
}, 60_000)

test('what cannot be written ends nothing and is told when there is room again', async () => {
  const full = openSync('/dev/full', 'w')
  const losses: number[] = []
  const output = new LogOutput({ fd: full, lost: (lines) => losses.push(lines) })
  output.write('one\n')
  output.write('two\n')
  await output.end()
  expect(losses).toEqual([])
  // The same descriptor, of something that can be written to.
  closeSync(full)
  const file = join(folder(), 'log')
  expect(opened(file, 'a')).toBe(full)
  output.write('three\n')
  await output.end()
  expect([losses, readFileSync(file, 'utf8')]).toEqual([[2], 'three\n'])
})
