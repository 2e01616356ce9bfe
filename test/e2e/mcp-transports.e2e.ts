import { describe, expect, test } from 'vitest'
import { connectMcp, type McpSession, startMcp, startMcpHttp } from '../mcp-client.ts'
import { mcpStage } from '../mcp-stage.ts'
import { hanging } from '../replay/echoing-codex.ts'
import { type Sandbox, until } from '../sandbox.ts'

/** The ways to the MCP server. What is behind them is the same. */
const transports: readonly { readonly name: string; readonly connect: (sandbox: Sandbox, env?: Readonly<Record<string, string>>) => Promise<McpSession> }[] = [
  { name: 'stdio', connect: (sandbox, env) => startMcp(sandbox, [], env) },
  { name: 'http', connect: async (sandbox, env) => connectMcp((await startMcpHttp(sandbox, [], env)).url) },
]

describe.each(transports)('over $name', ({ connect }) => {
  const stage = mcpStage()

  test('progress and texts are told while a call is at work, before its answer', async () => {
    const { client, call, messages } = await connect(stage.sandbox)
    const seen: string[] = []
    await call('clinvk_prompt', { backend: 'codex', prompt: 'one' }, { onprogress: ({ message }) => void seen.push(`${message} ${messages.length}`) })
    expect(seen[0]).toBe('codex init 1')
    expect(messages.map(({ level, data }) => [level, data.type, data.content?.text])).toContainEqual(['info', 'message', 'heard: one'])
    await client.close()
  })

  test('a run keeps to the rules of a server: its ceiling, its directories, never the directory of clinvk', async () => {
    stage.sandbox.write('home/.clinvk/config.yaml', 'server:\n  max_permission: read-only\n')
    const { client, call } = await connect(stage.sandbox)
    expect(await call('clinvk_prompt', { backend: 'codex', prompt: 'x', sandbox_mode: 'workspace' })).toMatchObject({ isError: true, structuredContent: { error: { code: 'permission_denied' } } })
    expect(await call('clinvk_prompt', { backend: 'codex', prompt: 'x', workdir: '/etc' })).toMatchObject({ isError: true, structuredContent: { error: { code: 'permission_denied' } } })
    expect(await call('clinvk_prompt', { backend: 'codex', prompt: 'x', workdir: 'src' })).toMatchObject({ isError: true, structuredContent: { error: { code: 'invalid_request' } } })
    expect(await call('clinvk_prompt', { backend: 'codex', prompt: 'x', allowed_dirs: ['src'] })).toMatchObject({ isError: true, structuredContent: { error: { code: 'invalid_request', message: 'allowed_dirs "src" must be an absolute path' } } })
    const { output } = (await call('clinvk_prompt', { backend: 'codex', prompt: 'where' })).structuredContent
    expect(output).toMatch(/^heard: \/\S+/)
    expect(output).not.toContain(stage.sandbox.work)
    await client.close()
  })

  test('a session that was begun here goes on in the command line, and back', async () => {
    const { client, call } = await connect(stage.sandbox)
    const { session_id: id } = (await call('clinvk_prompt', { backend: 'codex', prompt: 'one', workdir: stage.sandbox.work })).structuredContent
    expect((await stage.sandbox.run(['resume', id, 'two', '--json'])).json()).toMatchObject({ session_id: id })
    await call('clinvk_prompt', { session_id: id, prompt: 'three' })
    const { turns } = (await stage.sandbox.run(['sessions', 'show', id, '--json'])).json()
    expect(turns.map(({ prompt, via }: { prompt: string; via: string }) => [prompt, via])).toEqual([['one', 'mcp'], ['two', 'cli'], ['three', 'mcp']])
    await client.close()
  })

  test('what the configuration does not expose is not there, and may not be used', async () => {
    stage.sandbox.write('home/.clinvk/config.yaml', `mcp:\n  tools: { deny: [clinvk_chain] }\n  backends: [claude]\n  workdirs: [${stage.sandbox.root}/elsewhere]\n  max_permission: read-only\n`)
    stage.sandbox.write('elsewhere/x', '')
    const { client, call } = await connect(stage.sandbox)
    expect((await client.listTools()).tools.map(({ name }) => name)).not.toContain('clinvk_chain')
    await expect(call('clinvk_chain', { steps: [] })).rejects.toMatchObject({ code: -32602 })
    expect((await call('clinvk_backends')).structuredContent.backends.map(({ name }: { name: string }) => name)).toEqual(['claude'])
    const refused = async (input: object) => (await call('clinvk_prompt', { prompt: 'x', dry_run: true, ...input })).structuredContent.error
    expect(await refused({ backend: 'codex' })).toMatchObject({ code: 'permission_denied', message: 'this server may not use the backend "codex"' })
    expect(await refused({ backend: 'claude', workdir: stage.sandbox.work })).toMatchObject({ code: 'permission_denied' })
    expect(await refused({ backend: 'claude', workdir: `${stage.sandbox.root}/elsewhere`, sandbox_mode: 'workspace' })).toMatchObject({ code: 'permission_denied' })
    expect(await refused({ backend: 'claude', workdir: `${stage.sandbox.root}/elsewhere` })).toBeUndefined()
    await client.close()
  })

  test('a call that the client cancels leaves nothing running, and the server goes on', async () => {
    const { client, call } = await connect(stage.sandbox)
    const cancel = new AbortController()
    const work = call('clinvk_prompt', { backend: 'codex', prompt: 'hang' }, { signal: cancel.signal })
    await until(() => hanging(stage.sandbox).length === 2, 'the CLI and its child')
    cancel.abort('enough')
    await expect(work).rejects.toThrow('enough')
    await until(() => hanging(stage.sandbox).length === 0, 'the end of the tree')
    expect((await call('clinvk_health')).isError).toBeUndefined()
    await client.close()
  })

  test('what is asked wrongly is an error that says so', async () => {
    const { client, call } = await connect(stage.sandbox)
    await expect(call('clinvk_promt', {})).rejects.toMatchObject({ code: -32602, message: expect.stringContaining('unknown tool: clinvk_promt') })
    expect(await call('clinvk_prompt', { backend: 'codex', prompt: 7 })).toMatchObject({ isError: true, structuredContent: { error: { code: 'invalid_request', details: { location: 'prompt' } } } })
    expect(await call('clinvk_prompt', { backend: 'codex', prompt: 'x', nonsense: 1 })).toMatchObject({ isError: true, structuredContent: { error: { code: 'invalid_request' } } })
    await expect(client.request({ method: 'no/such' } as never, {} as never)).rejects.toMatchObject({ code: -32601 })
    await expect(client.request({ method: 'tools/call', params: {} } as never, {} as never)).rejects.toMatchObject({ code: -32602, message: expect.stringContaining('params.name of "tools/call"') })
    await client.close()
  })

  test('clinvk inside of runs of clinvk says at the limit what is the matter', async () => {
    const { client, call } = await connect(stage.sandbox, { CLINVK_DEPTH: '3' })
    expect(await call('clinvk_prompt', { backend: 'codex', prompt: 'x' })).toMatchObject({ isError: true, structuredContent: { error: { code: 'unsupported', message: expect.stringContaining('3 nested runs of itself') } } })
    expect((await call('clinvk_backends')).isError).toBeUndefined()
    await client.close()
  })
})
