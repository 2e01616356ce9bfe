import { ClinvkError } from '@clinvk/plugin-sdk'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js'
import { type CallToolResult, LoggingMessageNotificationSchema, type Progress } from '@modelcontextprotocol/sdk/types.js'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { ServedServices } from '../../src/container.ts'
import { createMcpServer } from '../../src/mcp/create-server.ts'
import { Jobs } from '../../src/mcp/jobs.ts'
import { OpenCalls } from '../../src/mcp/open-calls.ts'
import { replySchema } from '../../src/mcp/tool.ts'
import { tools } from '../../src/mcp/tools/tools.ts'
import { compileCheck } from '../../src/schema/compile.ts'
import { compileSchema } from '../../src/schema/compile-schema.ts'
import { CallerSessions } from '../../src/service/caller-sessions.ts'
import type { Caller } from '../../src/service/caller.ts'

/** The official client and a server with these services. */
async function connected(services: Partial<Record<keyof ServedServices, unknown>> = {}, caller: Partial<Caller> = {}, exposed: (tool: string) => boolean = () => true) {
  const warnings: string[] = []
  const calls = new OpenCalls()
  const log = { debug: () => {}, warn: (message: string) => void warnings.push(message) }
  const jobs = new Jobs(log)
  const server = createMcpServer({
    version: '1.2.3',
    servedWith: () => ({ services: services as unknown as ServedServices, caller: { scopes: ['run', 'sessions', 'admin'], max_permission: 'workspace', ...caller }, exposed }),
    calls,
    jobs,
    log,
  })
  const client = new Client({ name: 'test', version: '1' })
  const messages: any[] = []
  client.setNotificationHandler(LoggingMessageNotificationSchema, ({ params }) => void messages.push(params))
  const [near, far] = InMemoryTransport.createLinkedPair()
  await Promise.all([server.connect(far), client.connect(near)])
  onTestFinished(() => client.close())
  const call = (name: string, input: object = {}, options?: Parameters<Client['callTool']>[2]) => client.callTool({ name, arguments: input as Record<string, unknown> }, undefined, options) as Promise<CallToolResult & { structuredContent: any }>
  return { client, call, calls, jobs, messages, warnings }
}

/** Services that run a prompt which tells these events. */
const running = (events: (signal: AbortSignal) => AsyncGenerator<object, object>) => ({
  planServedRun: { execute: async () => ({ plan: {}, dispose: async () => {} }) },
  runPrompt: { run: (_plan: object, signal: AbortSignal) => events(signal) },
})
const prompt = { backend: 'codex', prompt: 'hi' }

test('clients learn who answers, and in which version of the protocol', async () => {
  const { client } = await connected()
  expect(client.getServerVersion()).toMatchObject({ name: 'clinvk', version: '1.2.3' })
  expect(client.getServerCapabilities()).toMatchObject({ tools: {}, logging: {} })
})

describe('the list of tools', () => {
  test('has each with schemas of its arguments and results, and what it may do', async () => {
    const { client } = await connected()
    const { tools: listed } = await client.listTools()
    expect(listed.map(({ name }) => name)).toEqual(['clinvk_prompt', 'clinvk_parallel', 'clinvk_chain', 'clinvk_compare', 'clinvk_job', 'clinvk_backends', 'clinvk_sessions', 'clinvk_session_get', 'clinvk_session_delete', 'clinvk_health'])
    for (const { name, inputSchema, outputSchema, annotations, description } of listed) {
      expect(inputSchema, name).toMatchObject({ type: 'object', additionalProperties: false })
      expect(outputSchema, name).toMatchObject({ type: 'object' })
      expect(description?.length, name).toBeGreaterThan(40)
      expect(annotations?.readOnlyHint, name).toBe(/backends|sessions|_get|health/.test(name))
      expect(annotations?.openWorldHint, name).toBe(/prompt|parallel|chain|compare/.test(name))
    }
    expect(listed.find(({ name }) => name === 'clinvk_session_delete')?.annotations).toMatchObject({ destructiveHint: true, idempotentHint: true })
  })

  test('holds only what the caller may ask for, and nothing else can be called', async () => {
    const { client, call } = await connected({}, { scopes: ['sessions'] })
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['clinvk_sessions', 'clinvk_session_get', 'clinvk_session_delete', 'clinvk_health'])
    await expect(call('clinvk_prompt', prompt)).rejects.toMatchObject({ code: -32602, message: expect.stringContaining('unknown tool: clinvk_prompt') })
  })

  test('knows nothing of the background where nothing could get its results', async () => {
    const { client, call } = await connected({}, {}, (name) => name !== 'clinvk_job')
    const { tools: listed } = await client.listTools()
    expect(listed).toHaveLength(9)
    expect(JSON.stringify(listed)).not.toMatch(/background|"job/)
    expect(await call('clinvk_prompt', { ...prompt, background: true })).toMatchObject({ isError: true, structuredContent: { error: { code: 'unsupported', message: expect.stringContaining('does not expose clinvk_job'), hint: expect.stringContaining('Leave out "background"') } } })
  })

  test.each(tools.map((tool) => [tool.name, tool] as const))('the schemas of %s are sound, and let an error through', (_name, tool) => {
    expect(compileCheck(tool.input)({ nobody: 'knows' })).toMatchObject({ unknownKey: true })
    const output = compileSchema(replySchema(tool))
    expect(output({ error: { code: 'timeout', message: 'x' } })).toBeUndefined()
    expect(output({ error: { code: 'timeout' } })).toBeDefined()
    expect(output({})).toBeDefined()
  })
})

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

describe('what is not exposed', () => {
  test('is not listed and cannot be called', async () => {
    const { client, call } = await connected({}, {}, (name) => name !== 'clinvk_prompt')
    expect((await client.listTools()).tools.map(({ name }) => name)).not.toContain('clinvk_prompt')
    await expect(call('clinvk_prompt', prompt)).rejects.toMatchObject({ code: -32602 })
    expect((await client.listPrompts()).prompts.map(({ name }) => name)).toEqual(['compare'])
    await expect(client.getPrompt({ name: 'review', arguments: { workdir: '/x' } })).rejects.toMatchObject({ code: -32602 })
  })

  test.each(tools.map(({ name }) => name))('%s is spoken of nowhere', async (hidden) => {
    const { client } = await connected({ callerSessions: { list: async () => ({ sessions: [], total: 0 }) } }, {}, (name) => name !== hidden)
    const { prompts } = await client.listPrompts()
    const given = (required: readonly { readonly name: string; readonly required?: boolean | undefined }[] = []) => Object.fromEntries(required.filter((one) => one.required === true).map((one) => [one.name, '/x']))
    const said = [
      client.getInstructions(),
      await client.listTools(),
      prompts,
      ...(await Promise.all(prompts.map((one) => client.getPrompt({ name: one.name, arguments: given(one.arguments) })))),
      await client.listResources(),
      await client.listResourceTemplates(),
    ]
    expect(JSON.stringify(said)).not.toContain(hidden)
    if (hidden === 'clinvk_job') expect(JSON.stringify(said)).not.toContain('background')
  })

  test('cannot be read either', async () => {
    const { client } = await connected({ callerSessions: { get: async () => ({ id: 'a' }) } }, {}, (name) => name === 'clinvk_backends')
    expect((await client.listResources()).resources.map(({ uri }) => uri)).toEqual(['clinvk://backends'])
    expect((await client.listResourceTemplates()).resourceTemplates).toEqual([])
    await expect(client.readResource({ uri: 'clinvk://sessions/abcd' })).rejects.toMatchObject({ code: -32002 })
  })

  test('of backends is not told', async () => {
    const { call } = await connected({ serverHealth: { execute: async () => ({ status: 'ok', version: '1', uptime: '1s', uptime_ms: 1000, runs: { max: 1, active: 0, waiting: 0 }, backends: [{ name: 'claude', available: true }, { name: 'codex', available: true }], session_store: { available: true, session_count: 0 } }) } }, { backends: ['codex'] })
    expect((await call('clinvk_health')).structuredContent.backends).toEqual([{ name: 'codex', available: true }])
  })
})

describe('resources', () => {
  const session = { id: 'ab'.repeat(16), backend: 'codex', created_at: 'x', last_used: '2026-02-03T10:00:00Z', working_dir: '/w', title: 'A title' }
  const sessions = {
    list: async () => ({ sessions: [session], total: 1 }),
    get: async (_caller: object, id: string) => {
      if (!session.id.startsWith(id)) throw new ClinvkError('session_not_found', `no session ${id}`)
      return { ...session, backend_state: 'SECRET' }
    },
    newestTurns: async () => ({ id: session.id, turns: [{ turn: 1, prompt: 'hi' }], total: 1 }),
  }
  const read = async (client: Client, uri: string) => JSON.parse(((await client.readResource({ uri })).contents[0] as { text: string }).text)

  test('are the backends, the list of sessions and the newest of them, with their turns', async () => {
    const { client } = await connected({ callerSessions: sessions, listBackends: { execute: async () => ({ backends: [{ name: 'codex', available: true, enabled: true, file: '/secret' }] }) } })
    const { resources } = await client.listResources()
    expect(resources.map(({ uri, title }) => [uri, title])).toEqual([['clinvk://backends', 'Backends'], ['clinvk://sessions', 'Sessions'], [`clinvk://sessions/${session.id}/turns`, 'A title']])
    expect((await client.listResourceTemplates()).resourceTemplates.map(({ uriTemplate }) => uriTemplate)).toEqual(['clinvk://sessions/{id}', 'clinvk://sessions/{id}/turns'])
    expect(await read(client, 'clinvk://backends')).toEqual({ backends: [{ name: 'codex', available: true, enabled: true }] })
    expect(await read(client, 'clinvk://sessions')).toMatchObject({ total: 1, sessions: [{ id: session.id }] })
    expect(await read(client, 'clinvk://sessions/abab')).toEqual(session)
    expect(await read(client, `clinvk://sessions/${session.id}/turns`)).toMatchObject({ session_id: session.id, turns: [{ prompt: 'hi' }] })
  })

  test('of a long session are its newest turns, oldest first', async () => {
    const store = {
      resolve: async () => session,
      async *turns() {
        for (let turn = 1; turn <= 1234; turn += 1) yield { turn }
      },
    }
    const { client } = await connected({ callerSessions: new CallerSessions(async () => store as never) })
    const { turns, ...page } = await read(client, `clinvk://sessions/${session.id}/turns`)
    expect(page).toEqual({ session_id: session.id, total: 1234, limit: 1000, offset: 234 })
    expect(turns.map(({ turn }: { readonly turn: number }) => turn)).toEqual(Array.from({ length: 1000 }, (_none, index) => index + 235))
  })

  test.each(['clinvk://nothing', 'clinvk://sessions/', 'clinvk://sessions/../x', 'clinvk://sessions/feed', 'clinvk://sessions/a/b/turns', 'file:///etc/passwd'])('there is none at %s', async (uri) => {
    const { client } = await connected({ callerSessions: sessions })
    await expect(client.readResource({ uri })).rejects.toMatchObject({ code: -32002 })
  })
})

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

describe('prompts', () => {
  const text = (filled: Awaited<ReturnType<Client['getPrompt']>>) => (filled.messages[0] as { content: { text: string } }).content.text

  test('say to the model which tool to call, with what the person said', async () => {
    const { client } = await connected()
    expect((await client.listPrompts()).prompts.map(({ name, arguments: given = [] }) => [name, ...given.filter(({ required }) => required).map((one) => one.name)])).toEqual([['review', 'workdir'], ['compare', 'question'], ['explain', 'workdir', 'subject']])
    expect(text(await client.getPrompt({ name: 'review', arguments: { workdir: '/w', focus: 'races', backend: 'codex' } }))).toMatch(/clinvk_prompt.*"codex".*\/w.*read-only.*races/)
    expect(text(await client.getPrompt({ name: 'compare', arguments: { question: 'why?' } }))).toMatch(/all_backends: true.*why\?/s)
    expect(text(await client.getPrompt({ name: 'explain', arguments: { workdir: '/w', subject: 'the lexer' } }))).toContain('the lexer in /w')
  })

  test.each([['review', {}, 'needs "workdir"'], ['review', { workdir: '/w', x: '1' }, 'no argument "x"'], ['revieww', { workdir: '/w' }, 'unknown prompt: revieww']])('%s with %j is refused', async (name, given, said) => {
    const { client } = await connected()
    await expect(client.getPrompt({ name, arguments: given as Record<string, string> })).rejects.toMatchObject({ code: -32602, message: expect.stringContaining(said) })
  })
})
