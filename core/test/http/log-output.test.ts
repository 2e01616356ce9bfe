import { execFileSync } from 'node:child_process'
import { closeSync, constants, mkdtempSync, openSync, readFileSync, readSync, rmSync, writeFile } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { logOutput } from '../../src/http/log-output.ts'

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'clinvk-log-'))
  onTestFinished(() => rmSync(path, { recursive: true }))
  return path
}

test('lines are written in their order, many at once or one alone', async () => {
  const file = join(folder(), 'log')
  const fd = openSync(file, 'a')
  onTestFinished(() => closeSync(fd))
  const write = logOutput({ fd, dropped: () => {} })
  const lines = Array.from({ length: 2000 }, (_, index) => `line ${index} äöü\n`)
  for (const line of lines) write(line)
  await expect.poll(() => readFileSync(file, 'utf8')).toBe(lines.join(''))
  write('the last one\n')
  await expect.poll(() => readFileSync(file, 'utf8').endsWith('the last one\n')).toBe(true)
})

test('a reader that takes nothing does not hold up who writes; what it missed is counted when it reads again', async () => {
  const path = join(folder(), 'pipe')
  execFileSync('mkfifo', [path])
  const fd = openSync(path, 'r+')
  onTestFinished(() => closeSync(fd))
  const losses: number[] = []
  const write = logOutput({ fd, dropped: (lines) => losses.push(lines) })
  const line = `${'x'.repeat(1023)}\n`
  const count = 20 * 1024 // 20 MiB, of which 16 may wait
  for (let index = 0; index < count; index++) write(line)
  const read = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  onTestFinished(() => closeSync(read))
  const piece = Buffer.alloc(64 * 1024)
  let taken = 0
  const take = (): number => {
    try {
      taken += readSync(read, piece)
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EAGAIN') throw cause
    }
    return taken
  }
  await expect.poll(() => (take(), losses.length), { interval: 0, timeout: 30_000 }).toBe(1)
  expect(losses[0]).toBeGreaterThan(3 * 1024)
  await expect.poll(take, { interval: 0, timeout: 30_000 }).toBe((count - (losses[0] as number)) * line.length)
}, 60_000)

test('what cannot be written ends nothing', async () => {
  const fd = openSync('/dev/full', 'w')
  onTestFinished(() => closeSync(fd))
  const write = logOutput({ fd, dropped: () => {} })
  // An error that nobody listens to would end this program.
  for (const line of ['one\n', 'two\n']) {
    write(line)
    // Ends as the other write does, and not before it.
    await new Promise((resolve) => writeFile(fd, 'x', resolve))
  }
})
