import { describe, expect, test } from 'vitest'
import { abortOnSignals, unlessAborted } from '../../src/cli/interrupt.ts'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const
const listeners = () => signals.map((name) => process.listenerCount(name))

describe('signals', () => {
  test.each(signals)('%s aborts, the second one changes nothing, and afterwards nobody listens', (name) => {
    const before = listeners()
    const { signal, release } = abortOnSignals()
    expect(signal.aborted).toBe(false)
    process.emit(name, name)
    process.emit(name, name)
    expect(signal.aborted).toBe(true)
    release()
    expect(listeners()).toEqual(before)
  })
})

describe('work that cannot be stopped', () => {
  test('is waited for, and its failure is its own', async () => {
    const { signal } = new AbortController()
    expect(await unlessAborted(Promise.resolve(1), signal)).toBe(1)
    await expect(unlessAborted(Promise.reject(new Error('no luck')), signal)).rejects.toThrow('no luck')
  })

  test('is left at the abort', async () => {
    const stop = new AbortController()
    const waiting = unlessAborted(new Promise(() => {}), stop.signal)
    stop.abort()
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' })
    await expect(unlessAborted(new Promise(() => {}), stop.signal)).rejects.toMatchObject({ code: 'cancelled' })
  })
})
