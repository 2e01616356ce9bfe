import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startMcp } from '../mcp-client.ts'
import { writeExecutable } from '../replay/replay-cli.ts'
import { finished, Sandbox, until } from '../sandbox.ts'

const clinvk = fileURLToPath(new URL('../../core/bin/run.js', import.meta.url))
let sandbox: Sandbox
beforeEach(() => {
  sandbox = new Sandbox()
  const bin = join(sandbox.root, 'bin')
  sandbox.env['PATH'] = `${bin}:${sandbox.env['PATH']}`
  // A CLI of Codex's kind that repeats its prompt, and hangs with a child of its own when that says so.
  writeExecutable(bin, 'codex', [
    'prompt=$(cat | tr "\\n" "~")',
    'printf \'{"type":"thread.started","thread_id":"01a1f9ec-3d1c-7ef1-a77c-621063aa505d"}\\n{"type":"turn.started"}\\n\'',
    'case "$prompt" in *hang*) setsid sleep 300 & sleep 300 ;; *depth*) prompt="$CLINVK_DEPTH" ;; *where*) prompt=$(pwd) ;; esac',
    'printf \'{"type":"item.completed","item":{"id":"item_0","type":"agent_message","text":"heard: %s"}}\\n\' "$prompt"',
    'case "$prompt" in *fail*) printf \'{"type":"turn.failed","error":{"message":"the service is out of order"}}\\n\'; exit 1 ;; esac',
    'printf \'{"type":"turn.completed","usage":{"input_tokens":3,"cached_input_tokens":1,"output_tokens":2}}\\n\'',
  ])
})
afterEach(() => {
  sandbox.end()
  sandbox.remove()
})

const initialize = { jsonrpc: '2.0', id: 1, method: 'initialize', params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'x', version: '1' } } }
const hanging = { jsonrpc: '2.0', id: 2, method: 'tools/call', params: { name: 'clinvk_prompt', arguments: { backend: 'codex', prompt: 'hang' } } }
const lines = (...messages: object[]) => messages.map((message) => `${JSON.stringify(message)}\n`).join('')
/** A server whose pipes the test holds. */
const start = (env: Readonly<Record<string, string>> = {}) => {
  const child = spawn(process.execPath, [clinvk, 'mcp'], { cwd: sandbox.work, env: { ...sandbox.env, ...env }, stdio: 'pipe' })
  child.stdin.on('error', () => undefined)
  return child
}
const sleeping = () => sandbox.processes().filter((pid) => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith('sleep')
  } catch {
    return false // gone since it was listed
  }
})

test('every tool works with the official client', async () => {
  const { client, call, messages } = await startMcp(sandbox)
  expect((await call('clinvk_backends')).structuredContent.backends).toContainEqual({ name: 'codex', available: true, enabled: true })
  expect((await call('clinvk_health')).structuredContent).toMatchObject({ status: 'degraded', session_store: { available: true, session_count: 0 } })
  // The client checks each answer against the schema that the list of tools has for it.
  await client.listTools()
  const first = (await call('clinvk_prompt', { backend: 'codex', prompt: 'one', workdir: sandbox.work })).structuredContent
  expect(first).toMatchObject({ backend: 'codex', exit_code: 0, output: 'heard: one', token_usage: { total_tokens: 5 } })
  expect(messages.find(({ data }) => data.type === 'message')?.data.content.text).toBe('heard: one')
  expect((await call('clinvk_prompt', { session_id: first.session_id.slice(0, 8), prompt: 'two' })).structuredContent).toMatchObject({ session_id: first.session_id, output: 'heard: two' })
  expect((await call('clinvk_prompt', { backend: 'codex', prompt: 'x', dry_run: true })).structuredContent).toMatchObject({ dry_run: true, command: expect.stringContaining('codex exec') })
  expect(await call('clinvk_prompt', { backend: 'codex', prompt: 'fail' })).toMatchObject({ isError: true, structuredContent: { output: 'heard: fail', error: { code: 'backend_error' } } })
  const parallel = (await call('clinvk_parallel', { tasks: [{ backend: 'codex', prompt: 'a' }, { backend: 'gemini', prompt: 'b' }] })).structuredContent
  expect(parallel).toMatchObject({ completed: 1, failed: 1, results: [{ output: 'heard: a' }, { error: { code: 'backend_unavailable' } }] })
  expect((await call('clinvk_chain', { steps: [{ backend: 'codex', prompt: 'a' }, { backend: 'codex', prompt: 'then {{previous}}' }] })).structuredContent.results[1].output).toBe('heard: then heard: a')
  expect((await call('clinvk_compare', { all_backends: true, prompt: 'c' })).structuredContent).toMatchObject({ completed: 1, skipped: [{ backend: 'claude' }, { backend: 'gemini' }] })
  expect((await call('clinvk_sessions', { tag: 'mcp', status: 'completed' })).structuredContent).toMatchObject({ total: 1, sessions: [{ id: first.session_id, turn_count: 2 }] })
  expect((await call('clinvk_session_get', { id: first.session_id })).structuredContent).toMatchObject({ id: first.session_id, backend: 'codex', tags: ['mcp'] })
  expect((await call('clinvk_session_delete', { id: first.session_id })).structuredContent).toEqual({ deleted: true, id: first.session_id })
  expect(await call('clinvk_session_get', { id: first.session_id })).toMatchObject({ isError: true, structuredContent: { error: { code: 'session_not_found' } } })
  await client.close()
})

test('a run keeps to the rules of a server: its ceiling, its directories, never the directory of clinvk', async () => {
  sandbox.write('home/.clinvk/config.yaml', 'server:\n  max_permission: read-only\n')
  const { client, call } = await startMcp(sandbox)
  expect(await call('clinvk_prompt', { backend: 'codex', prompt: 'x', sandbox_mode: 'workspace' })).toMatchObject({ isError: true, structuredContent: { error: { code: 'permission_denied' } } })
  expect(await call('clinvk_prompt', { backend: 'codex', prompt: 'x', workdir: '/etc' })).toMatchObject({ isError: true, structuredContent: { error: { code: 'permission_denied' } } })
  expect(await call('clinvk_prompt', { backend: 'codex', prompt: 'x', workdir: 'src' })).toMatchObject({ isError: true, structuredContent: { error: { code: 'invalid_request' } } })
  const { output } = (await call('clinvk_prompt', { backend: 'codex', prompt: 'where' })).structuredContent
  expect(output).toMatch(/^heard: \/\S+/)
  expect(output).not.toContain(sandbox.work)
  await client.close()
})

test('a session that was begun here goes on in the command line, and back', async () => {
  const { client, call } = await startMcp(sandbox)
  const { session_id: id } = (await call('clinvk_prompt', { backend: 'codex', prompt: 'one', workdir: sandbox.work })).structuredContent
  expect((await sandbox.run(['resume', id, 'two', '--json'])).json()).toMatchObject({ session_id: id })
  await call('clinvk_prompt', { session_id: id, prompt: 'three' })
  const { turns } = (await sandbox.run(['sessions', 'show', id, '--json'])).json()
  expect(turns.map(({ prompt, via }: { prompt: string; via: string }) => [prompt, via])).toEqual([['one', 'mcp'], ['two', 'cli'], ['three', 'mcp']])
  await client.close()
})

test('what the configuration does not expose is not there, and may not be used', async () => {
  sandbox.write('home/.clinvk/config.yaml', `mcp:\n  tools: { deny: [clinvk_chain] }\n  backends: [claude]\n  workdirs: [${sandbox.root}/elsewhere]\n  max_permission: read-only\n`)
  sandbox.write('elsewhere/x', '')
  const { client, call } = await startMcp(sandbox)
  expect((await client.listTools()).tools.map(({ name }) => name)).not.toContain('clinvk_chain')
  await expect(call('clinvk_chain', { steps: [] })).rejects.toMatchObject({ code: -32602 })
  expect((await call('clinvk_backends')).structuredContent.backends.map(({ name }: { name: string }) => name)).toEqual(['claude'])
  const refused = async (input: object) => (await call('clinvk_prompt', { prompt: 'x', dry_run: true, ...input })).structuredContent.error
  expect(await refused({ backend: 'codex' })).toMatchObject({ code: 'permission_denied', message: 'this server may not use the backend "codex"' })
  expect(await refused({ backend: 'claude', workdir: sandbox.work })).toMatchObject({ code: 'permission_denied' })
  expect(await refused({ backend: 'claude', workdir: `${sandbox.root}/elsewhere`, sandbox_mode: 'workspace' })).toMatchObject({ code: 'permission_denied' })
  expect(await refused({ backend: 'claude', workdir: `${sandbox.root}/elsewhere` })).toBeUndefined()
  await client.close()
})

describe('nothing is left running', () => {
  test('when the client cancels', async () => {
    const { client, call } = await startMcp(sandbox)
    const cancel = new AbortController()
    const work = call('clinvk_prompt', { backend: 'codex', prompt: 'hang' }, { signal: cancel.signal })
    await until(() => sleeping().length === 2, 'the CLI and its child')
    cancel.abort('enough')
    await expect(work).rejects.toThrow('enough')
    await until(() => sleeping().length === 0, 'the end of the tree')
    expect((await call('clinvk_health')).isError).toBeUndefined() // and the server goes on
    await client.close()
  })

  test('when the client closes its end in the middle of a run, which gets its answer', async () => {
    const child = start()
    const ended = finished(child)
    child.stdin.write(lines(initialize, hanging))
    await until(() => sleeping().length === 2, 'the CLI and its child')
    child.stdin.end()
    const { code, stderr, events } = await ended
    expect([code, stderr]).toEqual([0, ''])
    expect(events().at(-1)).toMatchObject({ id: 2, result: { isError: true, structuredContent: { error: { code: 'cancelled' } } } })
    expect(sandbox.processes()).toEqual([])
  })

  test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('after %s', async (signal) => {
    const child = start()
    const ended = finished(child)
    child.stdin.write(lines(initialize, hanging))
    await until(() => sleeping().length === 2, 'the CLI and its child')
    child.kill(signal)
    expect((await ended).code).toBe(0)
    expect(sandbox.processes()).toEqual([])
  })

  test('when the client vanishes: nobody reads, and nobody closes the input', async () => {
    const child = start()
    child.stdin.write(lines(initialize, hanging))
    await until(() => sleeping().length === 2, 'the CLI and its child')
    child.stdout.destroy()
    child.stderr.destroy()
    const exited = new Promise((resolve) => child.once('exit', resolve))
    child.stdin.write(lines({ jsonrpc: '2.0', id: 3, method: 'ping' }))
    await exited
    expect(sandbox.processes()).toEqual([])
  })
})

describe('standard output holds the protocol and nothing else', () => {
  test('also for what is no message, and what is asked at the wrong time', async () => {
    const text = `{"half\n[]\n${lines({ jsonrpc: '2.0', id: 7, method: 'tools/list' }, { jsonrpc: '2.0', id: 8, method: 'ping' }, initialize, { ...initialize, id: 9 }, { jsonrpc: '2.0', id: 10, method: 'no/such' }, { jsonrpc: '2.0', id: 11, method: 'tools/call', params: { name: 'nope' } }, { jsonrpc: '2.0', method: 'tools/call', params: { name: 'clinvk_session_delete', arguments: { id: 'x' } } })}`
    const { code, events, stderr } = await sandbox.run(['mcp'], { stdin: text })
    expect(code).toBe(0)
    expect(stderr).toBe('')
    const answers = events()
    expect(answers.filter(({ id }) => id === null).map(({ error }) => error.code)).toEqual([-32700, -32600])
    const codes = Object.fromEntries(answers.filter(({ id }) => id !== null).map(({ id, error }) => [id, error?.code ?? 0]))
    expect(codes).toEqual({ 1: 0, 7: -32600, 8: 0, 9: -32600, 10: -32601, 11: -32602 })
  })

  test.each([['2024-11-05', '2024-11-05'], ['2025-11-25', '2025-11-25'], ['1999-01-01', '2025-11-25']])('asked for the protocol of %s, it speaks that of %s', async (asked, spoken) => {
    const { events } = await sandbox.run(['mcp'], { stdin: lines({ ...initialize, params: { ...initialize.params, protocolVersion: asked } }) })
    expect(events()).toMatchObject([{ id: 1, result: { protocolVersion: spoken, serverInfo: { name: 'clinvk' } } }])
  })

  test.each([['a configuration that is not valid', [], 3, 'config.yaml'], ['a flag that means nothing here', ['--ephemeral'], 1, '--ephemeral'], ['a file that is not there', ['--config', '/nowhere.yaml'], 3, '/nowhere.yaml']] as const)('it does not start with %s', async (_title, args, exit, said) => {
    sandbox.write('home/.clinvk/config.yaml', 'serverr: {}\n')
    const { code, stdout, stderr } = await sandbox.run(['mcp', ...args], { stdin: '' })
    expect([code, stdout]).toEqual([exit, ''])
    expect(stderr).toContain(said)
  })
})

describe('clinvk inside of runs of clinvk', () => {
  test('says at the limit what is the matter', async () => {
    const { client, call } = await startMcp(sandbox, [], { CLINVK_DEPTH: '3' })
    expect(await call('clinvk_prompt', { backend: 'codex', prompt: 'x' })).toMatchObject({ isError: true, structuredContent: { error: { code: 'unsupported', message: expect.stringContaining('3 nested runs of itself') } } })
    expect((await call('clinvk_backends')).isError).toBeUndefined()
    await client.close()
  })

  test('is noticed also when the CLI starts its MCP servers with an environment of their own', async () => {
    // As Codex CLI does: of its own variables the server gets only a few.
    const script = `const { spawn } = require('node:child_process'); const { CLINVK_DEPTH, ...env } = process.env; spawn(process.execPath, [${JSON.stringify(clinvk)}, 'mcp'], { env, stdio: 'inherit' })`
    const child = spawn(process.execPath, ['-e', script], { cwd: sandbox.work, env: { ...sandbox.env, CLINVK_DEPTH: '2' }, stdio: 'pipe' })
    const ended = finished(child)
    child.stdin.write(lines(initialize, { ...hanging, params: { name: 'clinvk_prompt', arguments: { backend: 'codex', prompt: 'depth' } } }))
    let text = ''
    await new Promise<void>((resolve) => child.stdout.on('data', (chunk: Buffer) => {
      text += String(chunk)
      if (text.includes('"id":2')) resolve()
    }))
    child.stdin.end()
    expect((await ended).events().find(({ id }) => id === 2)?.['result'].structuredContent).toMatchObject({ output: 'heard: 3' })
  })
})
