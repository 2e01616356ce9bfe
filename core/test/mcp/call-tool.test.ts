import { ClinvkError } from '@clinvk/plugin-sdk'
import type { Progress } from '@modelcontextprotocol/sdk/types.js'
import { describe, expect, test } from 'vitest'
import { connected, prompt, running } from './connected.ts'

describe('a call', () => {
  test('of a tool that nobody knows is an error of the protocol', async () => {
    const { call } = await connected()
    await expect(call('clinvk_promt')).rejects.toMatchObject({ code: -32602 })
  })

  test('with arguments that do not fit says what is wrong, to the model, without the prompt', async () => {
    const { call } = await connected()
    const { isError, structuredContent, content } = await call('clinvk_prompt', { ...prompt, prompt: 'SECRET', sandbox_mod: 'full' })
    expect(isError).toBe(true)
    expect(structuredContent).toEqual({ error: { code: 'invalid_request', message: 'unknown key "sandbox_mod" in the call', hint: 'Did you mean "sandbox_mode"?', details: { location: 'sandbox_mod' } } })
    expect(JSON.stringify(content)).not.toContain('SECRET')
  })

  test.each([
    ['clinvk_prompt', { ...prompt, prompt: '' }, { message: 'prompt is empty' }],
    ['clinvk_prompt', { prompt: 'x', session_id: 'ab' }, { message: 'session_id has fewer than 4 characters' }],
    ['clinvk_backends', { x: 1 }, { message: 'unknown key "x" in the call', hint: 'Remove it. There are none here.' }],
  ])('says plainly what is wrong: %s with %j', async (name, input, error) => {
    const { call } = await connected()
    expect(await call(name, input)).toMatchObject({ isError: true, structuredContent: { error: { code: 'invalid_request', ...error } } })
  })

  test('has its result as a document and as text', async () => {
    const { call } = await connected(running(async function* () {
      yield* []
      return { backend: 'codex', content: 'hello', duration_seconds: 1.5, session_id: 'a'.repeat(32) }
    }))
    const { isError, structuredContent, content } = await call('clinvk_prompt', prompt)
    expect(isError).toBeUndefined()
    expect(structuredContent).toEqual({ backend: 'codex', exit_code: 0, duration_ms: 1500, output: 'hello', session_id: 'a'.repeat(32) })
    expect(JSON.parse((content as { text: string }[])[0]?.text ?? '')).toEqual(structuredContent)
  })

  test('that fails has its error, and what had come until then', async () => {
    const { call } = await connected(running(async function* () {
      yield* []
      return { backend: 'codex', content: 'half', duration_seconds: 1, error: { code: 'backend_error', message: 'out of order', details: { exit_code: 3 } } }
    }))
    expect(await call('clinvk_prompt', prompt)).toMatchObject({ isError: true, structuredContent: { output: 'half', exit_code: 3, error: { code: 'backend_error', message: 'out of order' } } })
  })

  test('that is refused before it begins has its error', async () => {
    const refuse = async () => {
      throw new ClinvkError('permission_denied', 'no', { hint: 'ask' })
    }
    const { call } = await connected({ planServedRun: { execute: refuse } })
    expect(await call('clinvk_prompt', prompt)).toMatchObject({ isError: true, structuredContent: { error: { code: 'permission_denied', message: 'no', hint: 'ask' } } })
  })

  test('that meets a fault of clinvk tells the client nothing of it, and the log no prompt', async () => {
    const { call, warnings } = await connected({ planServedRun: { execute: () => Promise.reject(new TypeError('SECRET')) } })
    const answer = await call('clinvk_prompt', prompt)
    expect(answer).toMatchObject({ isError: true, structuredContent: { error: { code: 'internal_error' } } })
    expect(warnings.join()).toContain('clinvk_prompt failed unexpectedly: TypeError')
    expect(JSON.stringify(answer) + warnings.join()).not.toContain('SECRET')
  })

  test('whose result cannot be written, as it is nested too deeply, says that it failed', async () => {
    let nested: object = {}
    for (let depth = 0; depth < 100_000; depth += 1) nested = { nested }
    const { call, warnings } = await connected({ runParallel: async () => ({ execute: async function* () { yield* []; return { results: [nested] } } }) })
    expect(await call('clinvk_parallel', { tasks: [{ prompt: 'x' }] })).toMatchObject({ isError: true, structuredContent: { error: { code: 'internal_error' } } })
    expect(warnings.join()).toContain('clinvk_parallel failed unexpectedly: RangeError')
  })

  const line = (type: string, content: object = {}) => ({ type, backend: 'codex', timestamp: 'now', sequence: 1, content })

  test('tells what happens: texts as log messages, everything as progress that grows', async () => {
    const { call, client, messages } = await connected(running(async function* () {
      yield line('init')
      yield line('thinking', { text: 'hm' })
      for (const text of ['a', 'b', 'c']) yield line('message', { text, is_partial: true })
      yield line('tool_use', { tool_name: 'Read' })
      return { backend: 'codex', content: 'abc', duration_seconds: 1 }
    }))
    const seen: Progress[] = []
    await call('clinvk_prompt', prompt, { onprogress: (progress) => void seen.push(progress) })
    expect(messages.map(({ level, logger, data }) => [level, logger, data.type, data.content.text])).toEqual([['info', 'clinvk', 'init', undefined], ...['a', 'b', 'c'].map((text) => ['info', 'clinvk', 'message', text])])
    expect(seen.map(({ message }) => message)).toEqual(['codex init', 'codex thinks', 'codex uses Read']) // a text that grows counts once a second
    expect(seen.map(({ progress }) => progress)).toEqual([1, 2, 3])
    messages.length = 0
    await client.setLoggingLevel('debug')
    await call('clinvk_prompt', prompt)
    expect(messages.map(({ data }) => data.type)).toEqual(['init', 'thinking', 'message', 'message', 'message', 'tool_use'])
    messages.length = 0
    await client.setLoggingLevel('error')
    await call('clinvk_prompt', prompt)
    expect(messages).toEqual([])
  })

  test('of several runs tells how many have ended, and never goes back', async () => {
    const tasks = async function* () {
      for (const index of [0, 1]) {
        yield { type: 'task_started', index, backend: 'codex' }
        for (let count = 0; count < 3; count += 1) yield { type: 'task_event', index, event: line('tool_use', { tool_name: 'Read' }) }
        yield { type: 'task_ended', index, result: { index, backend: 'codex', status: 'completed', exit_code: 0, output: 'x' } }
      }
      return { total_tasks: 2 }
    }
    const { call } = await connected({ runParallel: async () => ({ execute: tasks }) })
    const seen: Progress[] = []
    await call('clinvk_parallel', { tasks: [{ prompt: 'a' }, { prompt: 'b' }] }, { onprogress: (progress) => void seen.push(progress) }).catch(() => undefined) // the answer is none: only the way counts
    expect(seen.map(({ total }) => total)).toEqual(Array(10).fill(2))
    for (const [index, { progress }] of seen.entries()) expect(progress).toBeGreaterThan(seen[index - 1]?.progress ?? -1)
    expect(seen.filter(({ message }) => message?.endsWith('completed')).map(({ progress, message }) => [progress, message])).toEqual([[1, 'task 1: completed'], [2, 'task 2: completed']])
  })

  test('that is cancelled, or whose server ends, ends its run, and the end waits for that', async () => {
    let aborted = 0
    let left = 0
    const { call, calls } = await connected(running(async function* (signal) {
      try {
        yield line('init')
        if (!signal.aborted) await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
        aborted += 1
        await new Promise((resolve) => setTimeout(resolve, 20)) // its processes take a while
        return { backend: 'codex', content: '', duration_seconds: 1, error: { code: 'cancelled', message: 'x' } }
      } finally {
        left += 1
      }
    }))
    const cancel = new AbortController()
    const one = call('clinvk_prompt', prompt, { signal: cancel.signal, onprogress: () => cancel.abort('enough') })
    await expect(one).rejects.toThrow('enough')
    const second = call('clinvk_prompt', prompt, { onprogress: () => void calls.end() })
    expect(await second).toMatchObject({ isError: true, structuredContent: { error: { code: 'cancelled' } } })
    await calls.end()
    expect([aborted, left]).toEqual([2, 2])
  })
})
