import { expect, test } from 'vitest'
import { readDepth } from '../../src/process/depth.ts'

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
