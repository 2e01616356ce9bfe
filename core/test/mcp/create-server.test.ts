import { describe, expect, test } from 'vitest'
import { replySchema } from '../../src/mcp/tool.ts'
import { tools } from '../../src/mcp/tools/tools.ts'
import { compileCheck } from '../../src/schema/compile.ts'
import { compileSchema } from '../../src/schema/compile-schema.ts'
import { connected, prompt } from './connected.ts'

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
    // Some clients show a model only the tools that its search for such a word finds.
    for (const name of ['clinvk_prompt', 'clinvk_parallel', 'clinvk_compare']) expect(listed.find((tool) => tool.name === name)?.description).toMatch(/Claude Code, Codex CLI, Gemini CLI/)
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
