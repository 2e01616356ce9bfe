import { appendFileSync } from 'node:fs'
import { PromptListChangedNotificationSchema, ResourceListChangedNotificationSchema, ToolListChangedNotificationSchema } from '@modelcontextprotocol/sdk/types.js'
import { describe, expect, test } from 'vitest'
import { cuttableFetch } from '../cuttable-fetch.ts'
import { connectMcp } from '../mcp-client.ts'
import { mcpStage } from '../mcp-stage.ts'
import { until } from '../sandbox.ts'
import { startServe } from '../serving.ts'

const stage = mcpStage()

describe('clinvk serve', () => {
  test('is an MCP server, too, while the configuration says so, and what a key may do is the same', async () => {
    const file = stage.sandbox.write('home/.clinvk/config.yaml', 'server:\n  metrics_enabled: true\n')
    const server = await startServe(stage.sandbox)
    const url = `${server.url}/mcp`
    expect((await fetch(url)).status).toBe(404)
    appendFileSync(file, 'mcp:\n  serve: true\n')
    await until(async () => (await fetch(url)).status === 400, 'the MCP server')
    const { client, call } = await connectMcp(url)
    const { session_id: id } = (await call('clinvk_prompt', { backend: 'codex', prompt: 'one' })).structuredContent
    expect(await (await server.prompt({ session_id: id, prompt: 'two' })).json()).toMatchObject({ session_id: id, output: 'heard: two' })
    const { paths } = (await (await fetch(`${server.url}/openapi.json`)).json()) as { paths: object }
    expect(Object.keys(paths)).not.toContain('/mcp')
    // Its runs are watched as all others.
    const metrics = await (await fetch(`${server.url}/metrics`)).text()
    expect(metrics).toMatch(/clinvk_backend_executions_total\{backend="codex",status="success"\} 2/)
    expect(metrics).toMatch(/clinvk_requests_total\{method="POST",path="\/mcp",status="200"\} \d/)
    await client.close()
  })

  test('tells clients that listen when a change leaves them other tools, and says nothing of any other change', async () => {
    const file = stage.sandbox.write('home/.clinvk/config.yaml', 'mcp:\n  serve: true\n')
    const server = await startServe(stage.sandbox)
    const line = cuttableFetch()
    const { client } = await connectMcp(`${server.url}/mcp`, { fetch: line.fetch })
    const heard: string[] = []
    for (const schema of [ToolListChangedNotificationSchema, PromptListChangedNotificationSchema, ResourceListChangedNotificationSchema]) client.setNotificationHandler(schema, ({ method }) => void heard.push(method))
    expect(client.getServerCapabilities()).toMatchObject({ tools: { listChanged: true }, prompts: { listChanged: true }, resources: { listChanged: true } })
    await until(() => line.seen.includes('GET 200'), 'the client to listen')
    let log = ''
    server.child.stderr?.on('data', (chunk: Buffer) => (log += String(chunk)))
    appendFileSync(file, '  max_sessions: 7\n')
    await until(() => log.includes('configuration'), 'the first change')
    appendFileSync(file, '  tools: { deny: [clinvk_chain] }\n')
    await until(() => heard.length >= 3, 'the notifications')
    expect((await client.listTools()).tools.map(({ name }) => name)).not.toContain('clinvk_chain')
    expect(heard.sort()).toEqual(['notifications/prompts/list_changed', 'notifications/resources/list_changed', 'notifications/tools/list_changed'])
    await client.close()
  })

  test('tells a change that leaves MCP clients no directory, and goes on as before', async () => {
    const file = stage.sandbox.write('home/.clinvk/config.yaml', 'server:\n  allowed_workdir_prefixes: [/a]\nmcp:\n  serve: true\n')
    const server = await startServe(stage.sandbox)
    let log = ''
    server.child.stderr?.on('data', (chunk: Buffer) => (log += String(chunk)))
    appendFileSync(file, '  workdirs: [/b]\n')
    await until(() => log.includes('the changed configuration is ignored: mcp.workdirs and server.allowed_workdir_prefixes have no directory in common'), 'the warning')
    expect((await fetch(`${server.url}/mcp`)).status).toBe(400)
  })

  test('takes nothing over of a change that it refuses', async () => {
    const file = stage.sandbox.write('home/.clinvk/config.yaml', 'mcp:\n  serve: true\n')
    const server = await startServe(stage.sandbox)
    let log = ''
    server.child.stderr?.on('data', (chunk: Buffer) => (log += String(chunk)))
    await (await connectMcp(`${server.url}/mcp`)).client.close()
    appendFileSync(file, '  max_sessions: 1\nserver:\n  trusted_proxies: [nonsense]\n')
    await until(() => log.includes('the changed configuration is ignored'), 'the warning')
    const clients = [await connectMcp(`${server.url}/mcp`), await connectMcp(`${server.url}/mcp`)]
    for (const { client } of clients) await client.ping()
    for (const { client } of clients) await client.close()
  })
})
