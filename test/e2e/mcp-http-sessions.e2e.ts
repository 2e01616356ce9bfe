import { describe, expect, test } from 'vitest'
import { connectMcp, type McpSession, startMcpHttp } from '../mcp-client.ts'
import { hang, mcpStage, withKey } from '../mcp-stage.ts'
import { hanging } from '../replay/echoing-codex.ts'
import { until } from '../sandbox.ts'

const stage = mcpStage()

describe('a session', () => {
  test('that its client ends takes its runs with it', async () => {
    const { url } = await startMcpHttp(stage.sandbox)
    const { client, call, transport } = await connectMcp(url)
    const work = call('clinvk_prompt', hang)
    await until(() => hanging(stage.sandbox).length === 2, 'the CLI and its child')
    await transport.terminateSession()
    expect(hanging(stage.sandbox)).toEqual([])
    expect(await work).toMatchObject({ isError: true, structuredContent: { error: { code: 'cancelled' } } })
    await client.close()
  })

  test('is one of so many: beyond that it is refused, unless another one of the same key is not used, or another key has more', async () => {
    const { url } = await startMcpHttp(stage.sandbox, [], { CLINVK_MCP_MAX_SESSIONS: '2', CLINVK_API_KEYS: 'one,two' })
    const first = await connectMcp(url, withKey('one'))
    const second = await connectMcp(url, withKey('one'))
    await expect(connectMcp(url, withKey('one'))).rejects.toThrow(/2 MCP sessions are open.*mcp.max_sessions/s)
    await second.client.close()
    // The server notices the end of the connection.
    await until(() => connectMcp(url, withKey('one')).then(({ client }) => client.close().then(() => true), () => false), 'room')
    const other = await connectMcp(url, withKey('two'))
    await expect(connectMcp(url, withKey('two'))).rejects.toThrow(/2 MCP sessions are open/)
    await other.client.close()
    expect((await first.call('clinvk_health')).isError).toBeUndefined()
    await first.client.close()
  })

  test('belongs to its key: for another one it is not there', async () => {
    const { url } = await startMcpHttp(stage.sandbox, [], { CLINVK_API_KEYS: 'one,two' })
    const { client, transport } = await connectMcp(url, withKey('one'))
    for (const [method, body] of [['POST', '{"jsonrpc":"2.0","id":1,"method":"ping"}'], ['GET', null], ['DELETE', null]] as const) {
      const { status } = await fetch(url, { method, body, headers: { 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream', Authorization: 'Bearer two', 'Mcp-Session-Id': transport.sessionId ?? '' } })
      expect([method, status]).toEqual([method, 404])
    }
    await client.ping()
    await client.close()
  })
})

describe('a job', () => {
  const jobs = async ({ call }: McpSession, input: object = {}) => call('clinvk_job', input)

  test('outlives the session that began it; its key finds it in another one, other keys do not', async () => {
    const { url } = await startMcpHttp(stage.sandbox, [], { CLINVK_API_KEYS: 'mine,theirs' })
    const first = await connectMcp(url, withKey('mine'))
    const { job } = (await first.call('clinvk_prompt', { ...hang, background: true })).structuredContent
    await until(() => hanging(stage.sandbox).length === 2, 'the CLI and its child')
    await first.transport.terminateSession()
    await first.client.close()
    const [mine, theirs] = [await connectMcp(url, withKey('mine')), await connectMcp(url, withKey('theirs'))]
    expect((await jobs(mine)).structuredContent.jobs).toMatchObject([{ id: job.id, state: 'running' }])
    expect((await jobs(theirs)).structuredContent.jobs).toEqual([])
    expect(await jobs(theirs, { id: job.id, cancel: true })).toMatchObject({ isError: true, structuredContent: { error: { code: 'invalid_request' } } })
    expect(hanging(stage.sandbox)).toHaveLength(2)
    expect((await jobs(mine, { id: job.id, cancel: true })).structuredContent.job.state).toBe('cancelled')
    expect(hanging(stage.sandbox)).toEqual([])
    await Promise.all([mine.client.close(), theirs.client.close()])
  })

  test('ends when the server stops, with everything that it started', async () => {
    const server = await startMcpHttp(stage.sandbox)
    const { client, call } = await connectMcp(server.url)
    await call('clinvk_prompt', { ...hang, background: true })
    await until(() => hanging(stage.sandbox).length === 2, 'the CLI and its child')
    await client.close()
    server.child.kill('SIGTERM')
    expect((await server.ended).code).toBe(0)
    expect(hanging(stage.sandbox)).toEqual([])
  })
})

test('a key has what both it and the section mcp allow', async () => {
  stage.sandbox.write('home/.clinvk/config.yaml', [
    'server:', '  keys:',
    '    reader: { env: CLINVK_KEY_READER, scopes: [sessions] }',
    '    asker: { env: CLINVK_KEY_ASKER, scopes: [run], backends: [codex, gemini], max_permission: read-only }',
    '    stranger: { env: CLINVK_KEY_STRANGER, backends: [gemini] }',
    'mcp:', '  backends: [codex, claude]', '  tools: { deny: [clinvk_chain] }',
  ].join('\n'))
  const { url } = await startMcpHttp(stage.sandbox, [], { CLINVK_KEY_READER: 'r', CLINVK_KEY_ASKER: 'a', CLINVK_KEY_STRANGER: 's' })
  const [reader, asker, stranger] = [await connectMcp(url, withKey('r')), await connectMcp(url, withKey('a')), await connectMcp(url, withKey('s'))]
  const tools = async ({ client }: typeof reader) => (await client.listTools()).tools.map(({ name }) => name)
  expect(await tools(reader)).toEqual(['clinvk_sessions', 'clinvk_session_get', 'clinvk_session_delete', 'clinvk_health'])
  expect(await tools(asker)).toEqual(['clinvk_prompt', 'clinvk_parallel', 'clinvk_compare', 'clinvk_job', 'clinvk_backends', 'clinvk_health'])
  await expect(reader.call('clinvk_prompt', { backend: 'codex', prompt: 'x' })).rejects.toMatchObject({ code: -32602 })
  expect((await asker.call('clinvk_backends')).structuredContent.backends.map(({ name }: { name: string }) => name)).toEqual(['codex'])
  const answered = (await asker.call('clinvk_prompt', { backend: 'codex', prompt: 'x' })).structuredContent
  expect(answered.output).toBe('heard: x')
  const refusal = async ({ call }: typeof reader, input: object) => (await call('clinvk_prompt', { prompt: 'x', ...input })).structuredContent.error
  expect(await refusal(asker, { backend: 'codex', sandbox_mode: 'workspace' })).toMatchObject({ code: 'permission_denied' })
  expect(await refusal(asker, { backend: 'claude' })).toMatchObject({ code: 'permission_denied', message: 'the key "asker" may not use the backend "claude"' })
  // Nothing is left for a key whose backends are none of those of mcp.
  for (const backend of ['codex', 'claude', 'gemini']) expect(await refusal(stranger, { backend })).toMatchObject({ code: 'permission_denied', hint: 'It may use: none.' })
  expect((await stranger.call('clinvk_backends')).structuredContent.backends).toEqual([])
  expect((await stranger.call('clinvk_health')).structuredContent.backends).toEqual([])
  expect((await stranger.call('clinvk_compare', { prompt: 'x', all_backends: true })).isError).toBe(true)
  // Sessions of others are not there.
  expect((await reader.call('clinvk_sessions')).structuredContent).toMatchObject({ total: 0 })
  expect(await reader.call('clinvk_session_get', { id: answered.session_id })).toMatchObject({ isError: true, structuredContent: { error: { code: 'session_not_found' } } })
  for (const { client } of [reader, asker, stranger]) await client.close()
})
