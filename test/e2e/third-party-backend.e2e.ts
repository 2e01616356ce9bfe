import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { offline } from '../plugin-package.ts'
import { writeExecutable } from '../replay/replay-cli.ts'
import { Sandbox } from '../sandbox.ts'
import { exampleFolder, packThirdPartyBackend } from '../third-party-backend.ts'

/** From the author's folder to a user's answer, and away again; each test goes on where the one before ended. */
describe('the third-party backend of the examples, with a replayed pi', () => {
  let sandbox: Sandbox
  let tarball: string
  beforeAll(() => {
    sandbox = new Sandbox()
    tarball = packThirdPartyBackend(sandbox)
    const recorded = join(exampleFolder, 'test/recordings')
    writeExecutable(join(sandbox.root, 'bin'), 'pi', [
      'echo "$*" >>"$HOME/arguments"',
      'case "$*" in --version) echo 0.73.1; exit 0;; *--list-models) echo "anthropic claude-sonnet-4-6"; exit 0;; esac',
      'cat >>"$HOME/prompts"',
      `case "$*" in *--session*) cat '${recorded}/resumed/stdout';; *no-such-model*) cat '${recorded}/unknown-model/stderr' >&2; exit 1;; *) cat '${recorded}/answer/stdout';; esac`,
    ])
    Object.assign(sandbox.env, { PATH: `${sandbox.root}/bin:${sandbox.env['PATH']}`, CLINVK_DATA_DIR: `${sandbox.root}/data`, ...offline })
  })
  afterAll(() => sandbox.remove())

  const clinvk = async (...args: string[]) => sandbox.run([...args, '--json'])
  const started = () => readFileSync(join(sandbox.home, 'arguments'), 'utf8').trim().split('\n').at(-1)

  test('is one tarball that depends on nothing', () => {
    const files = execFileSync('tar', ['tzf', tarball], { encoding: 'utf8' }).trim().split('\n').sort()
    expect(files).toEqual(['package/README.md', 'package/dist/backend.js', 'package/package.json'])
    const source = execFileSync('tar', ['xzOf', tarball, 'package/dist/backend.js'], { encoding: 'utf8' })
    expect(source).not.toMatch(/^\s*import\b|\brequire\(|\bimport\(/m)
  })

  test('installs into an empty data folder, and is listed', async () => {
    const before = (await clinvk('backends')).json()['backends'].map(({ name }: { name: string }) => name)
    expect(before).not.toContain('pi')
    const installed = await clinvk('plugins', 'install', `file:${tarball}`)
    expect(installed.code, installed.stdout).toBe(0)
    const listed = (await clinvk('backends', 'pi')).json()
    expect(listed['backends']).toMatchObject([{ name: 'pi', available: true, package: 'clinvk-plugin-pi', version: '0.73.1', problems: [] }])
  })

  test('answers a prompt, which travels on stdin', async () => {
    const run = await clinvk('-b', 'pi', '-m', 'anthropic/claude-sonnet-4-6', '--system-prompt', 'Be brief.', 'Say hello')
    expect(run.json(), run.stderr).toMatchObject({ backend: 'pi', content: 'hello there', model: 'claude-sonnet-4-6', exit_code: 0, usage: { input_tokens: 12, output_tokens: 2 } })
    expect(started()).toMatch(/^--mode json --model anthropic\/claude-sonnet-4-6 --system-prompt \/\S+\/system\.md$/)
    expect(readFileSync(join(sandbox.home, 'prompts'), 'utf8')).toBe('Say hello')
  })

  test('goes on with -c', async () => {
    const run = await clinvk('-c', 'Once more')
    expect(run.json(), run.stderr).toMatchObject({ backend: 'pi', content: 'again', exit_code: 0 })
    expect(started()).toMatch(/--session 01[0-9a-f-]{34}$/)
  })

  test('says what it cannot do, and why a run failed', async () => {
    const refused = await clinvk('-b', 'pi', '--sandbox-mode', 'workspace', 'x')
    expect(refused.json()['error']).toMatchObject({ code: 'unsupported', message: expect.stringContaining('workspace') })
    const failed = await clinvk('-b', 'pi', '-m', 'no-such-model', 'x')
    expect(failed.json()['error']).toMatchObject({ code: 'backend_error', message: 'pi does not know the model', details: { exit_code: 1 } })
    expect(failed.code).toBe(1)
  })

  test('is gone when it is uninstalled', async () => {
    expect((await clinvk('plugins', 'uninstall', 'clinvk-plugin-pi')).code).toBe(0)
    expect((await clinvk('-b', 'pi', 'x')).json()['error']).toMatchObject({ code: 'backend_not_found' })
    const left = (await clinvk('backends')).json()['backends'].map(({ name }: { name: string }) => name)
    expect(left).not.toContain('pi')
  })
})
