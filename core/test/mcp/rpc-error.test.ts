import { ClinvkError } from '@clinvk/plugin-sdk'
import { describe, expect, test } from 'vitest'
import { connected } from './connected.ts'

describe('an error of the protocol says what to do next:', () => {
  const failing = (error: unknown) => ({ callerSessions: { get: () => Promise.reject(error), list: () => Promise.reject(error), newestTurns: () => Promise.reject(error) } })

  test.each([
    [new ClinvkError('session_not_found', 'no session x', { hint: 'look' }), -32002],
    [new ClinvkError('session_ambiguous', 'two sessions', { hint: 'more letters', details: { candidates: ['a', 'b'] } }), -32602],
    [new ClinvkError('session_corrupt', 'unreadable', { hint: 'look at it' }), -32603],
    [new ClinvkError('overloaded', 'full', { hint: 'later' }), -32603],
  ])('what a session fails with is its data (%s)', async (error, code) => {
    const { client } = await connected(failing(error))
    const { message, hint, details } = error
    const data = { code: error.code, message, hint, ...(details === undefined ? {} : { details }) }
    for (const uri of ['clinvk://sessions', 'clinvk://sessions/abcd', 'clinvk://sessions/abcd/turns']) await expect(client.readResource({ uri }), uri).rejects.toMatchObject({ code, message: expect.stringContaining(message), data })
    await expect(client.listResources()).rejects.toMatchObject({ code, data })
  })

  test('a fault of clinvk tells nothing of itself', async () => {
    const { client, warnings } = await connected(failing(new TypeError('SECRET')))
    await expect(client.readResource({ uri: 'clinvk://sessions/abcd' })).rejects.toMatchObject({ code: -32603, data: { code: 'internal_error', hint: expect.stringContaining('log') } })
    expect(warnings.join()).toContain('TypeError')
    expect(warnings.join()).not.toContain('SECRET')
  })

  test('what there is none of', async () => {
    const { client, call } = await connected()
    await expect(client.readResource({ uri: 'clinvk://nothing' })).rejects.toMatchObject({ code: -32002, data: { code: 'invalid_request', hint: expect.stringContaining('resources/list') } })
    await expect(client.getPrompt({ name: 'revieww' })).rejects.toMatchObject({ code: -32602, data: { code: 'invalid_request', hint: expect.stringContaining('prompts/list') } })
    await expect(client.getPrompt({ name: 'review' })).rejects.toMatchObject({ code: -32602, data: { code: 'invalid_request', hint: expect.stringContaining('prompts/list') } })
    await expect(call('clinvk_promt')).rejects.toMatchObject({ code: -32602, data: { code: 'invalid_request', hint: expect.stringContaining('tools/list') } })
  })
})
