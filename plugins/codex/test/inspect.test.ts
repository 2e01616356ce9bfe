import type { HelperAnswer, Host } from '@clinvk/plugin-sdk'
import { expect, test } from 'vitest'
import { inspectCodex } from '../src/inspect.ts'

const help = 'Options:\n  -c, --config <key=value>\n  -m, --model <MODEL>\n  -s, --sandbox <MODE>\n  --add-dir <DIR>\n  --skip-git-repo-check\n  --ephemeral\n  --color <COLOR>\n  --json\n'

/** A host whose CLI answers so; what is left out is as on a healthy machine. */
function host(answers: Partial<Record<'version' | 'help' | 'login', Partial<HelperAnswer>>> = {}, env: Record<string, string> = {}): Host {
  const healthy = { version: 'codex-cli 0.169.0', help, login: 'Logged in' }
  const run: Host['run'] = (_file, args) => {
    const question = args[0] === '--version' ? 'version' : args[0] === 'login' ? 'login' : 'help'
    return Promise.resolve({ code: 0, stdout: healthy[question], stderr: '', ...answers[question] })
  }
  return { run, env } as unknown as Host
}

const found = (providers: readonly string[] = []) => ({ file: '/usr/bin/codex', data: { env: {}, providers } })

test('a healthy CLI has a version, is signed in and has no problem', async () => {
  expect(await inspectCodex(host(), found())).toEqual({ version: '0.169.0', bad_versions: [expect.objectContaining({ versions: 'before 0.169.0' })], missing_flags: [], signed_in: true, problems: [] })
})

test('flags that its help no longer offers are told', async () => {
  const { missing_flags: missing, problems } = await inspectCodex(host({ help: { stdout: help.replace('--json', '--jsonl').replace('-s, ', '') } }), found())
  expect(missing).toEqual(['--json', '-s'])
  expect(problems).toEqual([expect.stringContaining('no longer offers --json, -s')])
})

test('a help that could not be had accuses nobody', async () => {
  expect((await inspectCodex(host({ help: { code: null, stdout: '' } }), found())).problems).toEqual([])
})

test('an old one and one without a login are problems; a key or a provider of their own needs no login', async () => {
  expect((await inspectCodex(host({ version: { stdout: 'codex-cli 0.168.9' } }), found())).problems).toEqual([expect.stringContaining('older than 0.169.0')])
  const signedOut = { login: { code: 1, stdout: 'Not logged in' } }
  expect(await inspectCodex(host(signedOut), found())).toMatchObject({ signed_in: false, problems: [expect.stringContaining('codex login')] })
  expect(await inspectCodex(host(signedOut, { CODEX_API_KEY: 'k' }), found())).toMatchObject({ signed_in: true, problems: [] })
  expect(await inspectCodex(host(signedOut), found(['mine']))).not.toHaveProperty('signed_in')
})

test('one that hangs and one that prints rubbish are told apart', async () => {
  expect((await inspectCodex(host({ version: { code: null, stdout: '', timed_out: true } }), found())).problems).toEqual([expect.stringContaining('did not answer in time')])
  expect((await inspectCodex(host({ version: { stdout: 'rubbish' } }), found())).problems).toEqual([expect.stringContaining('did not tell a version (exit 0)')])
})
