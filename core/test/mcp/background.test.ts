import { ClinvkError } from '@clinvk/plugin-sdk'
import type { Progress } from '@modelcontextprotocol/sdk/types.js'
import { describe, expect, test } from 'vitest'
import { connected, prompt, running } from './connected.ts'

describe('a call in the background', () => {
  /** A run that says a word, and ends when it is let go or ended. */
  const held = () => {
    let letGo = () => {}
    const gate = new Promise<void>((resolve) => {
      letGo = resolve
    })
    const services = running(async function* (signal) {
      yield { type: 'message', backend: 'codex', timestamp: 'now', sequence: 1, content: { id: 'a', text: 'half of ', is_partial: true } }
      await Promise.race([gate, new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))])
      if (signal.aborted) return { backend: 'codex', content: 'half of ', duration_seconds: 1, error: { code: 'cancelled', message: 'x' } }
      yield { type: 'message', backend: 'codex', timestamp: 'now', sequence: 2, content: { id: 'a', text: 'it', is_partial: true } }
      return { backend: 'codex', content: 'half of it', duration_seconds: 1 }
    })
    return { services, letGo }
  }

  test('is answered at once with a job, which tells what has come, and then what the call would have answered', async () => {
    const { services, letGo } = held()
    const { client, call } = await connected(services)
    await client.listTools() // the client checks answers against the schemas from now on
    const { job } = (await call('clinvk_prompt', { ...prompt, background: true })).structuredContent
    expect(job).toMatchObject({ id: expect.stringMatching(/^[0-9a-f-]{36}$/), tool: 'clinvk_prompt', state: 'running' })
    expect((await call('clinvk_job', { id: job.id })).structuredContent).toEqual({ job: { ...job, progress: 'codex answers', partial: [{ backend: 'codex', output: 'half of ' }] } })
    const told: Progress[] = []
    const waiting = call('clinvk_job', { id: job.id, wait_secs: 50 }, { onprogress: (progress) => void told.push(progress) })
    letGo()
    const done = await waiting
    expect(told).toEqual([{ progress: 1, message: 'codex answers' }])
    expect(done.isError).toBeUndefined()
    expect(done.structuredContent).toEqual({ job: { ...job, state: 'completed', ended_at: expect.any(String) }, result: { backend: 'codex', exit_code: 0, duration_ms: 1000, output: 'half of it' } })
    expect((await call('clinvk_job')).structuredContent.jobs).toEqual([done.structuredContent.job])
  })

  test('that fails is as much of an error as it would have been', async () => {
    const { call } = await connected({ planServedRun: { execute: () => Promise.reject(new ClinvkError('permission_denied', 'no', { hint: 'ask' })) } })
    const { job } = (await call('clinvk_prompt', { ...prompt, background: true })).structuredContent
    const error = { code: 'permission_denied', message: 'no', hint: 'ask' }
    expect(await call('clinvk_job', { id: job.id, wait_secs: 5 })).toMatchObject({ isError: true, structuredContent: { job: { state: 'failed' }, result: { error }, error } })
  })

  test('is refused at once where its arguments do not fit', async () => {
    const { call } = await connected()
    expect(await call('clinvk_prompt', { background: true })).toMatchObject({ isError: true, structuredContent: { error: { code: 'invalid_request' } } })
    expect(await call('clinvk_prompt', { ...prompt, background: 'yes' })).toMatchObject({ isError: true, structuredContent: { error: { code: 'invalid_request', details: { location: 'background' } } } })
  })

  test('is ended by whoever began it, which waits for that; nobody else knows of it', async () => {
    const { services } = held()
    const { call, jobs } = await connected(services, { name: 'one' })
    const { job } = (await call('clinvk_prompt', { ...prompt, background: true })).structuredContent
    expect(jobs.of({ name: 'two', scopes: ['run', 'admin'], max_permission: 'full' }).list()).toEqual([])
    expect(jobs.of({ name: 'two', scopes: ['run', 'admin'], max_permission: 'full' }).find(job.id)).toBeUndefined()
    expect((await call('clinvk_job', { id: job.id, cancel: true })).structuredContent).toEqual({ job: { ...job, state: 'cancelled', ended_at: expect.any(String) } })
    expect(await call('clinvk_job', { id: job.id })).toMatchObject({ isError: true, structuredContent: { job: { state: 'cancelled' }, result: { output: 'half of ', error: { code: 'cancelled' } } } })
    expect((await call('clinvk_job', { id: job.id, cancel: true })).structuredContent.job.state).toBe('cancelled')
  })

  test('that takes long to end is waited for as long as the client says', async () => {
    let letGo = () => {}
    const { call } = await connected(running(async function* () {
      yield* []
      await new Promise<void>((resolve) => (letGo = resolve)) // whatever is asked of it
      return { backend: 'codex', content: '', duration_seconds: 1, error: { code: 'cancelled', message: 'x' } }
    }))
    const { job } = (await call('clinvk_prompt', { ...prompt, background: true })).structuredContent
    expect((await call('clinvk_job', { id: job.id, cancel: true, wait_secs: 0 })).structuredContent.job.state).toBe('cancelling')
    const began = performance.now()
    expect((await call('clinvk_job', { id: job.id, cancel: true, wait_secs: 1 })).structuredContent.job.state).toBe('cancelling')
    expect(performance.now() - began).toBeGreaterThan(990)
    const ended = call('clinvk_job', { id: job.id, cancel: true })
    letGo()
    expect((await ended).structuredContent.job.state).toBe('cancelled')
  })

  test('goes on when whoever waits for it gives up', async () => {
    const { services, letGo } = held()
    const { call } = await connected(services)
    const { job } = (await call('clinvk_prompt', { ...prompt, background: true })).structuredContent
    const cancel = new AbortController()
    const waiting = call('clinvk_job', { id: job.id, wait_secs: 50 }, { signal: cancel.signal })
    cancel.abort('no patience')
    await expect(waiting).rejects.toThrow('no patience')
    letGo()
    expect((await call('clinvk_job', { id: job.id, wait_secs: 50 })).structuredContent.result.output).toBe('half of it')
  })

  test.each([
    [{ id: 'nope' }, 'there is no job "nope"'],
    [{ wait_secs: 1 }, '"wait_secs" needs the "id"'],
    [{ cancel: true }, '"cancel" needs the "id"'],
    [{ id: 'x', wait_secs: 51 }, 'wait_secs'],
  ])('%j is refused', async (input, said) => {
    const { call } = await connected()
    expect(await call('clinvk_job', input)).toMatchObject({ isError: true, structuredContent: { error: { code: 'invalid_request', message: expect.stringContaining(said) } } })
  })
})
