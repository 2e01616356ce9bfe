import { existsSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { echo } from '../replay/echo-codex.ts'
import { writeExecutable } from '../replay/replay-cli.ts'
import { Sandbox } from '../sandbox.ts'
import { startServe } from '../serving.ts'

let sandbox: Sandbox
let bin: string
beforeEach(() => {
  sandbox = new Sandbox()
  bin = `${sandbox.root}/bin`
  sandbox.env['PATH'] = `${bin}:${sandbox.env['PATH']}`
})
afterEach(() => sandbox.remove())

describe('POST /api/v1/prompt', () => {
  test('goes on with a session, in the same directory', async () => {
    writeExecutable(bin, 'codex', [echo[0] ?? '', 'prompt="$prompt in $PWD $*"', ...echo.slice(1)])
    const server = await startServe(sandbox)
    const reply = async (body: object) => (await (await server.prompt(body)).json()) as Record<string, any>
    const first = await reply({ backend: 'codex', prompt: 'one' })
    expect(first['output']).toMatch(/^one in \S+-work\/[0-9a-f-]{36} exec /)
    expect(first['output']).not.toContain(`in ${sandbox.work}`)
    const folder = /in (\S+)/.exec(first['output'] as string)?.[1] as string
    expect(existsSync(folder)).toBe(false)
    const second = await reply({ session_id: first['session_id'].slice(0, 12), prompt: 'two' })
    expect(second).toMatchObject({ session_id: first['session_id'], backend: 'codex' })
    expect(second['output']).toMatch(new RegExp(`^two in ${folder} exec .* resume 01a1f9ec-`))
    const third = await reply({ backend: 'codex', prompt: 'x', workdir: sandbox.work, tags: ['t'], metadata: { ticket: '7' } })
    expect(third).toMatchObject({ output: expect.stringContaining(`in ${sandbox.work} `), metadata: { ticket: '7' } })
    const kept = (await sandbox.run(['sessions', 'show', third['session_id'] as string, '--json'])).json()
    expect(kept).toMatchObject({ tags: ['t', 'api'], metadata: { ticket: '7' }, working_dir: sandbox.work })
    expect(kept['turns']).toMatchObject([{ via: 'http' }])
  })

  test('answers a failed run with the status of its error, and what had come', async () => {
    writeExecutable(bin, 'codex', ['cat >/dev/null', echo[1] ?? '', 'printf \'{"type":"turn.failed","error":{"message":"unexpected status 500"}}\\n\'', 'exit 1'])
    const server = await startServe(sandbox)
    const answer = await server.prompt({ backend: 'codex', prompt: 'x' })
    expect(answer.status).toBe(502)
    expect(await answer.json()).toMatchObject({ error: { code: 'backend_error', backend: 'codex', details: { status: 500 } }, exit_code: 1, session_id: expect.any(String) })
  })

  test('refuses what it cannot, may not or does not know how to do, each with its status and code', async () => {
    writeExecutable(bin, 'codex', echo)
    const server = await startServe(sandbox)
    const cases = [
      [{ backend: 'nope', prompt: 'x' }, 404, 'backend_not_found'],
      [{ backend: 'gemini', prompt: 'x' }, 503, 'backend_unavailable'],
      [{ prompt: 'x' }, 400, 'invalid_request'],
      [{ backend: 'codex', prompt: ' \n ' }, 400, 'invalid_request'],
      [{ backend: 'codex', prompt: 'x', workdir: '/etc' }, 403, 'permission_denied'],
      [{ backend: 'codex', prompt: 'x', workdir: '.' }, 400, 'invalid_request'],
      [{ backend: 'codex', prompt: 'x', sandbox_mode: 'full' }, 403, 'permission_denied'],
      [{ backend: 'codex', prompt: 'x', sandbox_mode: 'everything' }, 400, 'invalid_request'],
      [{ backend: 'codex', prompt: 'x', extra: ['--dangerously-bypass-approvals-and-sandbox'] }, 400, 'invalid_request'],
      [{ backend: 'codex', prompt: 'x', allowed_dirs: ['/etc'] }, 403, 'permission_denied'],
      [{ backend: 'codex', prompt: 'x', native_input: true }, 400, 'invalid_request'],
      [{ backend: 'codex', prompt: 'x', max_tokens: 5 }, 400, 'unsupported'],
      [{ session_id: 'ffffffff', prompt: 'x' }, 404, 'session_not_found'],
      [{ session_id: '../../etc/passwd', prompt: 'x' }, 404, 'session_not_found'],
    ] as const
    for (const [body, status, code] of cases) {
      const answer = await server.prompt(body)
      expect([answer.status, ((await answer.json()) as { error: { code: string } }).error.code], JSON.stringify(body)).toEqual([status, code])
    }
  })

  test('tells in a dry run what would be run, and keeps and runs nothing', async () => {
    writeExecutable(bin, 'codex', ['touch "$HOME/ran"'])
    const server = await startServe(sandbox)
    expect(await (await server.prompt({ backend: 'codex', prompt: 'SECRET', dry_run: true })).json()).toMatchObject({ dry_run: true, exit_code: 0, output: expect.stringMatching(/^Would execute: .*codex exec .* < PROMPT$/) })
    expect(existsSync(`${sandbox.home}/ran`)).toBe(false)
    expect((await sandbox.run(['sessions', 'list', '--json'])).json()['total']).toBe(0)
  })
})
