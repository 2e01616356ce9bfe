import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { hostilePrograms } from '../../src/testing/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'clinvk-hostile-'))
afterAll(() => rmSync(folder, { recursive: true }))

function start(name: keyof typeof hostilePrograms) {
  const file = join(folder, `${name}.mjs`)
  writeFileSync(file, hostilePrograms[name])
  return spawn(process.execPath, [file], { stdio: ['pipe', 'pipe', 'pipe'] })
}

test('floodsStderr writes 16 MiB to stderr before its answer', async () => {
  const child = start('floodsStderr')
  let noise = 0
  let answer = ''
  child.stderr.on('data', (chunk: Buffer) => (noise += chunk.length))
  child.stdout.on('data', (chunk: Buffer) => (answer += chunk.toString()))
  expect(await once(child, 'close')).toEqual([0, null])
  expect(noise).toBeGreaterThanOrEqual(16 * 2 ** 20)
  expect(answer).toContain('"done"')
})

test('ignoresTerm outlives every gentle signal', async () => {
  const child = start('ignoresTerm')
  await once(child.stdout, 'data')
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) child.kill(signal)
  child.kill('SIGKILL')
  expect(await once(child, 'exit')).toEqual([null, 'SIGKILL'])
})

test('leavesGrandchild exits 0 while its stdout stays open', async () => {
  const child = start('leavesGrandchild')
  let output = ''
  let closed = false
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString())).on('close', () => (closed = true))
  expect(await once(child, 'exit')).toEqual([0, null])
  if (!output.includes('\n')) await once(child.stdout, 'data')
  const { pid }: { pid: number } = JSON.parse(output.split('\n')[0] ?? '')
  expect(closed).toBe(false)
  process.kill(pid, 'SIGKILL')
  await once(child, 'close')
  expect(output).toContain('"done"')
})

test('neverReadsStdin answers whatever is written to it', async () => {
  const child = start('neverReadsStdin')
  child.stdin.on('error', (error: NodeJS.ErrnoException) => expect(error.code).toMatch(/EPIPE|ECONNRESET/))
  child.stdin.end('x'.repeat(2 ** 20))
  let answer = ''
  child.stdout.on('data', (chunk: Buffer) => (answer += chunk.toString()))
  expect(await once(child, 'close')).toEqual([0, null])
  expect(answer).toContain('"done"')
})

test('silentSuccess exits 0 without a word', async () => {
  const child = start('silentSuccess')
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stdin.end('a prompt')
  expect(await once(child, 'close')).toEqual([0, null])
  expect(output).toBe('')
})
