import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { echoingCodex, hanging } from '../replay/echoing-codex.ts'
import { finished, Sandbox, until } from '../sandbox.ts'

const clinvk = fileURLToPath(new URL('../../core/bin/run.js', import.meta.url))
let sandbox: Sandbox
beforeEach(() => {
  sandbox = new Sandbox()
  const bin = join(sandbox.root, 'bin')
  sandbox.env['PATH'] = `${bin}:${sandbox.env['PATH']}`
  echoingCodex(bin)
})
afterEach(() => {
  sandbox.end()
  sandbox.remove()
})

const initialize = { jsonrpc: '2.0', id: 1, method: 'initialize', params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'x', version: '1' } } }
const asksToHang = { jsonrpc: '2.0', id: 2, method: 'tools/call', params: { name: 'clinvk_prompt', arguments: { backend: 'codex', prompt: 'hang' } } }
const lines = (...messages: object[]) => messages.map((message) => `${JSON.stringify(message)}\n`).join('')
/** A server whose pipes the test holds. */
const start = (env: Readonly<Record<string, string>> = {}) => {
  const child = spawn(process.execPath, [clinvk, 'mcp'], { cwd: sandbox.work, env: { ...sandbox.env, ...env }, stdio: 'pipe' })
  child.stdin.on('error', () => undefined)
  return child
}
const sleeping = () => hanging(sandbox)

describe('nothing is left running', () => {
  test('when the client closes its end in the middle of a run, which gets its answer', async () => {
    const child = start()
    const ended = finished(child)
    child.stdin.write(lines(initialize, asksToHang))
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
    child.stdin.write(lines(initialize, asksToHang))
    await until(() => sleeping().length === 2, 'the CLI and its child')
    child.kill(signal)
    expect((await ended).code).toBe(0)
    expect(sandbox.processes()).toEqual([])
  })

  test('when the client vanishes: nobody reads, and nobody closes the input', async () => {
    const child = start()
    child.stdin.write(lines(initialize, asksToHang))
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
  test('is noticed also when the CLI starts its MCP servers with an environment of their own', async () => {
    // As Codex CLI does: of its own variables the server gets only a few.
    const script = `const { spawn } = require('node:child_process'); const { CLINVK_DEPTH, ...env } = process.env; spawn(process.execPath, [${JSON.stringify(clinvk)}, 'mcp'], { env, stdio: 'inherit' })`
    const child = spawn(process.execPath, ['-e', script], { cwd: sandbox.work, env: { ...sandbox.env, CLINVK_DEPTH: '2' }, stdio: 'pipe' })
    const ended = finished(child)
    child.stdin.write(lines(initialize, { ...asksToHang, params: { name: 'clinvk_prompt', arguments: { backend: 'codex', prompt: 'depth' } } }))
    let text = ''
    await new Promise<void>((resolve) => child.stdout.on('data', (chunk: Buffer) => {
      text += String(chunk)
      if (text.includes('"id":2')) resolve()
    }))
    child.stdin.end()
    expect((await ended).events().find(({ id }) => id === 2)?.['result'].structuredContent).toMatchObject({ output: 'heard: 3' })
  })
})
