import { expect, test as alone } from 'vitest'
import { runHelper, type HelperLimits } from '../../src/process/run-helper.ts'
import { findProcess } from '../../src/process/process-table.ts'

/** They wait for most of their time, each for processes of its own. */
const test = alone.concurrent

const env = { PATH: process.env['PATH'] }

async function shell(script: string, limits?: HelperLimits) {
  const started = performance.now()
  const result = await runHelper('/bin/sh', ['-c', script], env, limits)
  return { ...result, ms: performance.now() - started }
}

const alive = (pid: string) => {
  const info = findProcess(Number(pid))
  return info !== undefined && !info.zombie
}

test('a helper tells its exit code and both of its outputs', async () => {
  expect(await shell('echo 1.2.3; echo more; echo no >&2; exit 3')).toMatchObject({ code: 3, stdout: '1.2.3\nmore', stderr: 'no' })
  expect(await shell('cat')).toMatchObject({ code: 0, stdout: '' })
})

test('a child of the helper that keeps its pipes open is not waited for, and ended', async () => {
  const { code, stdout, ms } = await shell('sleep 40 & echo 1.2.3 $!; sleep 0.3')
  const [version, pid = ''] = stdout.split(' ')
  expect({ code, version }).toEqual({ code: 0, version: '1.2.3' })
  expect(ms).toBeLessThan(8000)
  expect(alive(pid)).toBe(false)
})

test('a helper that never ends is ended when its time is over, with its children', async () => {
  const { code, stdout, ms } = await shell("trap '' TERM INT; sleep 40 & echo $!; while :; do sleep 1; done", { timeoutMs: 300 })
  expect(code).toBeNull()
  expect(ms).toBeLessThan(8000)
  expect(alive(stdout)).toBe(false)
})

test('a helper that prints without end is ended', async () => {
  expect((await shell('yes', { maxBytes: 10_000 })).code).toBeNull()
  expect((await shell('yes | tr -d "\\n"', { maxBytes: 10_000 })).code).toBeNull()
})

test('a helper that cannot be started has no exit code', async () => {
  expect(await runHelper('/nowhere/helper', ['--version'], env)).toEqual({ code: null, stdout: '', stderr: '' })
})
