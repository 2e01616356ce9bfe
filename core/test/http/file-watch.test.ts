import { appendFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { watchOneFile } from '../../src/http/file-watch.ts'

/** A path in a folder of its own, and how to wait for the next change of it. */
function watched() {
  const folder = mkdtempSync(join(tmpdir(), 'clinvk-watch-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const path = join(folder, 'file')
  // In one step: what is half written would be a change of its own.
  const write = () => {
    writeFileSync(`${path}.new`, 'x')
    renameSync(`${path}.new`, path)
  }
  const begin = () => {
    let told = 0
    let wake: () => void = () => {}
    onTestFinished(watchOneFile(path, () => ((told += 1), wake())))
    return { next: () => new Promise<void>((resolve) => (wake = resolve)), told: () => told }
  }
  return { path, write, begin }
}

test('a file that is changed at once is told, and then each time it changes, comes or goes', async () => {
  const { path, write, begin } = watched()
  write()
  const { next, told } = begin()
  // Before anybody could look again: a server that said where it listens is told of changes from then on.
  write()
  await next()
  rmSync(path)
  await next()
  write()
  await next()
  expect(told()).toBe(3)
})

test('a file that comes at once is told', async () => {
  const { write, begin } = watched()
  const { next } = begin()
  write()
  await next()
})

test('a file is told of when whoever writes it is done, not in the middle', async () => {
  const { path, begin } = watched()
  const { next, told } = begin()
  const first = next()
  for (let part = 0; part < 50; part += 1) {
    appendFileSync(path, `b${part}: 1\n`)
    await pause(50)
    expect(told()).toBe(0)
  }
  await first
  expect(told()).toBe(1)
})
