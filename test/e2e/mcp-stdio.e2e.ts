import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { hang, initialize, mcpStage } from '../mcp-stage.ts'
import { hanging } from '../replay/echoing-codex.ts'
import { writeExecutable } from '../replay/replay-cli.ts'
import { finished, until } from '../sandbox.ts'

const clinvk = fileURLToPath(new URL('../../core/bin/run.js', import.meta.url))
const stage = mcpStage()

const asksToHang = { jsonrpc: '2.0', id: 2, method: 'tools/call', params: { name: 'clinvk_prompt', arguments: hang } }
const lines = (...messages: object[]) => messages.map((message) => `${JSON.stringify(message)}\n`).join('')
/** A server whose pipes the test holds. */
const start = (env: Readonly<Record<string, string>> = {}) => {
  const child = spawn(process.execPath, [clinvk, 'mcp'], { cwd: stage.sandbox.work, env: { ...stage.sandbox.env, ...env }, stdio: 'pipe' })
  child.stdin.on('error', () => undefined)
  return child
}
const sleeping = () => hanging(stage.sandbox)

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
    expect(stage.sandbox.processes()).toEqual([])
  })

  test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('after %s', async (signal) => {
    const child = start()
    const ended = finished(child)
    child.stdin.write(lines(initialize, asksToHang))
    await until(() => sleeping().length === 2, 'the CLI and its child')
    child.kill(signal)
    expect((await ended).code).toBe(0)
    expect(stage.sandbox.processes()).toEqual([])
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
    expect(stage.sandbox.processes()).toEqual([])
  })
})

describe('a client that holds its end of the output open, but reads nothing', () => {
  const flooded = (): ReturnType<typeof start> => {
    // More than any pipe holds.
    writeExecutable(stage.bin, 'codex', [
      'cat >/dev/null',
      'printf \'{"type":"thread.started","thread_id":"01a1f9ec-3d1c-7ef1-a77c-621063aa505d"}\\n{"type":"turn.started"}\\n\'',
      'text=$(head -c 60000 /dev/zero | tr "\\0" x)',
      'for item in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do printf \'{"type":"item.completed","item":{"id":"item_%s","type":"agent_message","text":"%s"}}\\n\' $item $text; done',
      `echo x >${join(stage.sandbox.root, 'said')}`,
      'sleep 300',
    ])
    return start()
  }

  test.each([['closes its input', (one: ReturnType<typeof start>) => void one.stdin.end()], ['ends the server', (one: ReturnType<typeof start>) => void one.kill('SIGTERM')]])('and %s: nothing is left', async (_title, leave) => {
    const server = flooded()
    const exited = new Promise((resolve) => server.once('exit', (code) => resolve(code)))
    server.stdin.write(lines(initialize, asksToHang))
    await until(() => server.stdout.readableLength > 0 && existsSync(join(stage.sandbox.root, 'said')), 'the CLI has said everything')
    leave(server)
    expect(await exited).toBe(0)
    expect(stage.sandbox.processes()).toEqual([])
  })
})

test.each([[0], [''], [5]])('a call with the id %j can be cancelled, and the next one with it gets its own answer', async (id) => {
  const child = start()
  const ended = finished(child)
  child.stdin.write(lines(initialize, { ...asksToHang, id }))
  await until(() => hanging(stage.sandbox).length === 2, 'the CLI and its child')
  child.stdin.write(lines({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: id } }))
  await until(() => stage.sandbox.runs().length === 0, 'the end of the run')
  let answers = ''
  child.stdout.on('data', (chunk: Buffer) => (answers += String(chunk)))
  const asksAgain = lines({ ...asksToHang, id, params: { name: 'clinvk_prompt', arguments: { backend: 'codex', prompt: 'again' } } })
  await until(async () => {
    // Its id is free once the first run is over.
    answers = ''
    child.stdin.write(asksAgain)
    await until(() => answers.includes(`"id":${JSON.stringify(id)}`), 'an answer')
    return !answers.includes('at work')
  }, 'the id to be free')
  child.stdin.end()
  expect((await ended).events().at(-1)).toMatchObject({ id, result: { structuredContent: { output: 'heard: again' } } })
})

describe('standard output holds the protocol and nothing else', () => {
  test('also for what is no message, and what is asked at the wrong time', async () => {
    const session = (await stage.sandbox.run(['hello', '-b', 'codex', '--json'])).json()['session_id'] as string
    const text = `{"half\n[]\n${lines({ jsonrpc: '2.0', id: 7, method: 'tools/list' }, { jsonrpc: '2.0', id: 8, method: 'ping' }, initialize, { ...initialize, id: 9 }, { jsonrpc: '2.0', id: 10, method: 'no/such' }, { jsonrpc: '2.0', id: 11, method: 'tools/call', params: { name: 'nope' } }, { jsonrpc: '2.0', method: 'tools/call', params: { name: 'clinvk_session_delete', arguments: { id: session } } })}`
    const { code, events, stderr } = await stage.sandbox.run(['mcp'], { stdin: text })
    expect(code).toBe(0)
    expect(stderr).toBe('')
    const answers = events()
    expect(answers.filter(({ id }) => id === null).map(({ error }) => error.code)).toEqual([-32700, -32600])
    const codes = Object.fromEntries(answers.filter(({ id }) => id !== null).map(({ id, error }) => [id, error?.code ?? 0]))
    expect(codes).toEqual({ 1: 0, 7: -32600, 8: 0, 9: -32600, 10: -32601, 11: -32602 })
    // A call without an id is none.
    expect((await stage.sandbox.run(['sessions', 'show', session, '--json'])).json()).toMatchObject({ id: session })
  })

  test('also for a client that asks much at once, and standard error nothing', async () => {
    const many = Array.from({ length: 50 }, (_none, index) => ({ jsonrpc: '2.0', id: index + 2, method: 'tools/list' }))
    const { code, events, stderr } = await stage.sandbox.run(['mcp'], { stdin: lines(initialize, ...many) })
    expect([code, stderr]).toEqual([0, ''])
    expect(events().map(({ id, result }) => [id, result.tools?.length ?? 0])).toEqual([[1, 0], ...many.map(({ id }) => [id, 10])])
  })

  test.each([['2024-11-05', '2024-11-05'], ['2025-11-25', '2025-11-25'], ['1999-01-01', '2025-11-25']])('asked for the protocol of %s, it speaks that of %s', async (asked, spoken) => {
    const { events } = await stage.sandbox.run(['mcp'], { stdin: lines({ ...initialize, params: { ...initialize.params, protocolVersion: asked } }) })
    expect(events()).toMatchObject([{ id: 1, result: { protocolVersion: spoken, serverInfo: { name: 'clinvk' } } }])
  })

  test.each([['a configuration that is not valid', [], 3, 'config.yaml'], ['a flag that means nothing here', ['--ephemeral'], 1, '--ephemeral'], ['a file that is not there', ['--config', '/nowhere.yaml'], 3, '/nowhere.yaml']] as const)('it does not start with %s', async (_title, args, exit, said) => {
    stage.sandbox.write('home/.clinvk/config.yaml', 'serverr: {}\n')
    const { code, stdout, stderr } = await stage.sandbox.run(['mcp', ...args], { stdin: '' })
    expect([code, stdout]).toEqual([exit, ''])
    expect(stderr).toContain(said)
  })
})

describe('clinvk inside of runs of clinvk', () => {
  test('is noticed also when the CLI starts its MCP servers with an environment of their own', async () => {
    // As Codex CLI does: of its own variables the server gets only a few.
    const script = `const { spawn } = require('node:child_process'); const { CLINVK_DEPTH, ...env } = process.env; spawn(process.execPath, [${JSON.stringify(clinvk)}, 'mcp'], { env, stdio: 'inherit' })`
    const child = spawn(process.execPath, ['-e', script], { cwd: stage.sandbox.work, env: { ...stage.sandbox.env, CLINVK_DEPTH: '2' }, stdio: 'pipe' })
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
