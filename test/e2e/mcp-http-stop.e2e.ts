import { describe, expect, test } from 'vitest'
import { connectMcp, startMcpHttp } from '../mcp-client.ts'
import { hang, mcpStage } from '../mcp-stage.ts'
import { hanging } from '../replay/echoing-codex.ts'
import { waitingCodex } from '../replay/waiting-codex.ts'
import { until } from '../sandbox.ts'

const stage = mcpStage()

describe('the server stops', () => {
  test('at once when clients are only connected', async () => {
    const { url, child, ended } = await startMcpHttp(stage.sandbox)
    await connectMcp(url)
    const began = performance.now()
    child.kill('SIGTERM')
    expect((await ended).code).toBe(0)
    expect(performance.now() - began).toBeLessThan(15_000) // of the 30 s that calls may take
  })

  test('after calls at work, which get their answers', async () => {
    const codex = waitingCodex(stage.bin)
    const { url, child, ended } = await startMcpHttp(stage.sandbox)
    const { call } = await connectMcp(url)
    const work = call('clinvk_prompt', { backend: 'codex', prompt: 'x' })
    await until(codex.begun, 'the run')
    child.kill('SIGTERM')
    await until(async () => (await fetch(url).catch(() => ({ status: 503 }))).status === 503, 'the stop')
    codex.goOn()
    expect((await work).structuredContent).toMatchObject({ output: 'the answer' })
    expect((await ended).code).toBe(0)
  })

  test('at a second signal, or when the time is up: calls are cancelled, and say so', async () => {
    const { url, child, ended } = await startMcpHttp(stage.sandbox)
    const { call } = await connectMcp(url)
    const work = call('clinvk_prompt', hang)
    await until(() => hanging(stage.sandbox).length === 2, 'the CLI and its child')
    child.kill('SIGTERM')
    await until(async () => (await fetch(url).catch(() => ({ status: 503 }))).status === 503, 'the stop')
    child.kill('SIGTERM')
    expect(await work).toMatchObject({ isError: true, structuredContent: { error: { code: 'cancelled' } } })
    expect((await ended).code).toBe(0)
    expect(stage.sandbox.processes()).toEqual([])
  })

  test('without waiting for clients that are gone', async () => {
    const { url, child, ended } = await startMcpHttp(stage.sandbox)
    const { client, call } = await connectMcp(url)
    call('clinvk_prompt', hang).catch(() => undefined)
    await until(() => hanging(stage.sandbox).length === 2, 'the CLI and its child')
    await client.close()
    const began = performance.now()
    child.kill('SIGTERM')
    expect((await ended).code).toBe(0)
    expect(performance.now() - began).toBeLessThan(20_000)
    expect(stage.sandbox.processes()).toEqual([])
  })
})
