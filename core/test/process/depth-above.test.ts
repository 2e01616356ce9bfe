import { spawn } from 'node:child_process'
import { expect, test } from 'vitest'
import { outerDepth } from '../../src/process/depth.ts'

test('its own variable counts first', () => {
  expect(outerDepth({ CLINVK_DEPTH: '2' })).toBe('2')
  expect(outerDepth({ CLINVK_DEPTH: '' })).toBe('')
})

test.skipIf(process.platform !== 'linux')('else that of the nearest process above that has one', async () => {
  const child = spawn('sh', ['-c', 'env -u CLINVK_DEPTH sh -c "echo \\$\\$; sleep 60"; true'], { env: { PATH: process.env['PATH'], CLINVK_DEPTH: '2' }, stdio: ['ignore', 'pipe', 'ignore'], detached: true })
  try {
    const inner = Number(await new Promise((resolve) => child.stdout.once('data', (chunk: Buffer) => resolve(String(chunk)))))
    expect(inner).not.toBe(child.pid)
    expect(outerDepth({}, inner)).toBe('2')
    expect(outerDepth({}, 1)).toBeUndefined()
  } finally {
    process.kill(-(child.pid as number), 'SIGKILL')
  }
})

test('nothing, where no run of clinvk is above', () => {
  expect(outerDepth({}, 2 ** 22 + 1)).toBeUndefined()
})
