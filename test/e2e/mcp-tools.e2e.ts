import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectMcp, type McpSession, startMcp, startMcpHttp } from '../mcp-client.ts'
import { mcpStage } from '../mcp-stage.ts'
import type { Sandbox } from '../sandbox.ts'
import { startServe } from '../serving.ts'

/** How the official client comes to the server. */
const transports: readonly { readonly name: string; readonly connect: (sandbox: Sandbox) => Promise<Pick<McpSession, 'client' | 'call'>> }[] = [
  { name: 'stdio', connect: startMcp },
  { name: 'http', connect: async (sandbox) => connectMcp((await startMcpHttp(sandbox)).url) },
  { name: 'http beside the other APIs', connect: async (sandbox) => connectMcp(`${(await startServe(sandbox, [], { env: { CLINVK_MCP_SERVE: 'true' } })).url}/mcp`) },
]

/** One call of each tool; `id` is that of a session and of a job. */
const rows: readonly { readonly tool: string; readonly input: (id: string, job: string) => object; readonly answer: (id: string, job: string) => object }[] = [
  { tool: 'clinvk_prompt', input: () => ({ backend: 'codex', prompt: 'one' }), answer: () => ({ backend: 'codex', exit_code: 0, output: 'heard: one', token_usage: { total_tokens: 5 } }) },
  {
    tool: 'clinvk_parallel',
    input: () => ({ tasks: [{ backend: 'codex', prompt: 'a' }, { backend: 'gemini', prompt: 'b' }] }),
    answer: () => ({ completed: 1, failed: 1, results: [{ output: 'heard: a' }, { error: { code: 'backend_unavailable' } }] }),
  },
  {
    tool: 'clinvk_chain',
    input: () => ({ steps: [{ backend: 'codex', prompt: 'a' }, { backend: 'codex', prompt: 'then {{previous}}' }] }),
    answer: () => ({ completed_steps: 2, results: [{}, { output: 'heard: then heard: a' }] }),
  },
  { tool: 'clinvk_compare', input: () => ({ all_backends: true, prompt: 'c' }), answer: () => ({ completed: 1, skipped: [{ backend: 'claude' }, { backend: 'gemini' }] }) },
  { tool: 'clinvk_job', input: (_id, job) => ({ id: job, wait_secs: 50 }), answer: (_id, job) => ({ job: { id: job, tool: 'clinvk_prompt', state: 'completed' }, result: { output: 'heard: later' } }) },
  { tool: 'clinvk_backends', input: () => ({}), answer: () => ({ backends: expect.arrayContaining([{ name: 'codex', available: true, enabled: true }]) }) },
  { tool: 'clinvk_sessions', input: () => ({ tag: 'mcp' }), answer: (id) => ({ total: expect.any(Number), sessions: expect.arrayContaining([expect.objectContaining({ id })]) }) },
  { tool: 'clinvk_session_get', input: (id) => ({ id: id.slice(0, 12) }), answer: (id) => ({ id, backend: 'codex', tags: ['mcp'] }) },
  { tool: 'clinvk_session_delete', input: (id) => ({ id }), answer: (id) => ({ deleted: true, id }) },
  { tool: 'clinvk_health', input: () => ({}), answer: () => ({ status: 'degraded', session_store: { available: true } }) },
]

describe.each(transports)('over $name', ({ connect }) => {
  const stage = mcpStage('first')
  let session: Pick<McpSession, 'client' | 'call'>
  let tools: string[]
  beforeAll(async () => {
    session = await connect(stage.sandbox)
    // From now on the client checks each answer against the schema that the list has for its tool.
    tools = (await session.client.listTools()).tools.map(({ name }) => name)
  })
  afterAll(() => session.client.close())

  test('the table has each tool', () => {
    expect(rows.map(({ tool }) => tool)).toEqual(tools)
  })

  test.each(rows)('the official client calls $tool', async ({ tool, input, answer }) => {
    const { session_id: id } = (await session.call('clinvk_prompt', { backend: 'codex', prompt: 'before', workdir: stage.sandbox.work })).structuredContent
    const { job } = (await session.call('clinvk_prompt', { backend: 'codex', prompt: 'later', background: true })).structuredContent
    await session.call('clinvk_job', { id: job.id, wait_secs: 50 })
    const { isError, structuredContent, content } = await session.call(tool, input(id, job.id))
    expect(isError).toBeUndefined()
    expect(structuredContent).toMatchObject(answer(id, job.id))
    expect(JSON.parse((content[0] as { readonly text: string }).text)).toEqual(structuredContent)
  })

  test.each(rows.filter(({ tool }) => /prompt|parallel|chain|compare/.test(tool)))('$tool says in the background what it says in the foreground', async ({ tool, input, answer }) => {
    const { job } = (await session.call(tool, { ...input('', ''), background: true })).structuredContent
    expect(job).toMatchObject({ tool, state: 'running' })
    const done = await session.call('clinvk_job', { id: job.id, wait_secs: 50 })
    expect(done.isError).toBeUndefined()
    expect(done.structuredContent).toMatchObject({ job: { ...job, state: 'completed', ended_at: expect.any(String) }, result: answer('', '') })
  })

  test('a run that fails is an error, with what had come of it, in both', async () => {
    const failing = { backend: 'codex', prompt: 'fail' }
    const said = { output: 'heard: fail', error: { code: 'backend_error' } }
    expect(await session.call('clinvk_prompt', failing)).toMatchObject({ isError: true, structuredContent: said })
    const { job } = (await session.call('clinvk_prompt', { ...failing, background: true })).structuredContent
    expect(await session.call('clinvk_job', { id: job.id, wait_secs: 50 })).toMatchObject({ isError: true, structuredContent: { job: { state: 'failed' }, result: said, error: said.error } })
  })

  test('a session goes on with the beginning of its id, a dry run shows the command', async () => {
    const { session_id: id } = (await session.call('clinvk_prompt', { backend: 'codex', prompt: 'one', workdir: stage.sandbox.work })).structuredContent
    expect((await session.call('clinvk_prompt', { session_id: id.slice(0, 8), prompt: 'two' })).structuredContent).toMatchObject({ session_id: id, output: 'heard: two' })
    expect((await session.call('clinvk_session_get', { id })).structuredContent.turn_count).toBe(2)
    expect((await session.call('clinvk_prompt', { backend: 'codex', prompt: 'x', dry_run: true })).structuredContent).toMatchObject({ dry_run: true, command: expect.stringContaining('codex exec') })
    await session.call('clinvk_session_delete', { id })
    expect(await session.call('clinvk_session_get', { id })).toMatchObject({ isError: true, structuredContent: { error: { code: 'session_not_found' } } })
  })
})
