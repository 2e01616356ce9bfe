import { spawn } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { outerDepth, readDepth } from '../../src/process/depth.ts'

test('the depth counts the runs this process is in', () => {
  expect([{}, { CLINVK_DEPTH: '' }, { CLINVK_DEPTH: '0' }, { CLINVK_DEPTH: '2' }].map((env) => readDepth(env))).toEqual([0, 0, 0, 2])
})

test('whoever asks may be deeper than this process', () => {
  expect([readDepth({}, '2'), readDepth({ CLINVK_DEPTH: '1' }, '2'), readDepth({ CLINVK_DEPTH: '2' }, '1'), readDepth({ CLINVK_DEPTH: '2' }, '')]).toEqual([2, 2, 2, 2])
  expect(() => readDepth({}, '3')).toThrow(expect.objectContaining({ code: 'unsupported' }))
  expect(() => readDepth({}, 'x')).toThrow(expect.objectContaining({ code: 'config_invalid' }))
})

test('a third nested run cannot start another one', () => {
  for (const value of ['3', '17']) {
    expect(() => readDepth({ CLINVK_DEPTH: value })).toThrow(
      expect.objectContaining({
        code: 'unsupported',
        message: expect.stringContaining(value),
        hint: expect.stringContaining('calls clinvk again'),
      }),
    )
  }
})

test('a depth that is no number is refused instead of taken for none', () => {
  for (const value of ['-1', 'x', '1.5', '99999999']) {
    expect(() => readDepth({ CLINVK_DEPTH: value })).toThrow(expect.objectContaining({ code: 'config_invalid' }))
  }
})

describe('the depth of whoever is outside', () => {
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
})
