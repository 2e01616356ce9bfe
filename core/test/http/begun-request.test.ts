import { ClinvkError } from '@clinvk/plugin-sdk'
import { expect, test } from 'vitest'
import { Activity } from '../../src/http/activity.ts'
import { BegunRequest } from '../../src/http/begun-request.ts'
import { plainSurface } from './listening.ts'

const begun = (activity = new Activity()) => new BegunRequest(plainSurface, activity, { debug: () => {}, warn: () => {} })
const timeout = new ClinvkError('timeout', 'x')

test('nobody asks, who may do nothing, until somebody is known', () => {
  expect(begun()).toMatchObject({ identity: { kind: 'missing' }, caller: { scopes: [], max_permission: 'read-only' } })
})

test('the signal of a request is one signal, and tells the first reason, also who asks for it afterwards', () => {
  const early = begun()
  const { signal } = early
  expect([early.signal === signal, signal.aborted]).toEqual([true, false])
  early.abort(timeout)
  early.close(false)
  expect(signal.reason).toBe(timeout)
  const late = begun()
  late.abort(timeout)
  late.close(false)
  expect(late.signal.reason).toBe(timeout)
})

test('a client that goes aborts its request; an answer that is complete does not', () => {
  const [gone, answered] = [begun(), begun()]
  gone.close(false)
  answered.close(true)
  expect(gone.signal.reason).toMatchObject({ code: 'cancelled', message: 'the client closed the connection' })
  expect(answered.signal.aborted).toBe(false)
})

test('the end of the server aborts what is at work, and what looks only then', () => {
  const activity = new Activity()
  const [listens, looks, answered] = [begun(activity), begun(activity), begun(activity)]
  const signals = [listens.signal, answered.signal]
  answered.close(true)
  activity.end()
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, false])
  expect(listens.signal.reason).toMatchObject({ code: 'overloaded', details: { retry_after_secs: 5 } })
  expect(looks.signal.aborted).toBe(true)
})
