import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { answerMs, inTime } from '../../src/backend/in-time.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const acme = { name: 'acme' }

test('what a plugin answers or throws is passed on, and no timer is left', async () => {
  expect(await inTime(acme, 'survey', () => Promise.resolve(1))).toBe(1)
  expect(await inTime(acme, 'survey', () => undefined)).toBeUndefined()
  await expect(inTime(acme, 'inspect', () => Promise.reject(new Error('no luck')))).rejects.toThrow('no luck')
  await expect(
    inTime(acme, 'find', () => {
      throw new Error('at once')
    }),
  ).rejects.toThrow('at once')
  expect(vi.getTimerCount()).toBe(0)
})

test.each(['find', 'survey', 'inspect', 'forget'] as const)('a %s that never settles is given up, with the name and what to do', async (member) => {
  const waiting = expect(inTime(acme, member, () => new Promise(() => {}))).rejects.toMatchObject({
    code: 'plugin_invalid',
    backend: 'acme',
    message: `the backend "acme" did not answer within 10 s (${member})`,
    hint: expect.stringContaining('plugin'),
  })
  await vi.advanceTimersByTimeAsync(answerMs)
  await waiting
})
