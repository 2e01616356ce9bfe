import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Backend, ClinvkError } from '@clinvk/plugin-sdk'
import { describe, expect, onTestFinished, test } from 'vitest'
import { PlanRun } from '../../src/service/plan-run.ts'
import type { PromptRequest } from '../../src/service/prompt-request.ts'
import type { SessionProvider } from '../../src/service/session-provider.ts'
import { sampleBackend } from '../backend/sample-backend.ts'
import { configWith, host, noSessions, registered } from './registered.ts'

function directory(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'clinvk-plan-')))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

interface Given {
  readonly backend?: Backend | string
  readonly config?: Parameters<typeof configWith>[0]
  readonly dryRun?: boolean
  readonly sessions?: SessionProvider
}

function plan(asked: Partial<PromptRequest>, { backend = sampleBackend(), config = {}, dryRun = false, sessions = noSessions }: Given = {}) {
  return new PlanRun(configWith({ default_backend: 'acme', ...config }), registered({ acme: backend, other: sampleBackend({ name: 'other', title: 'Other' }) }), host, sessions).execute({ prompt: 'hi', cwd: tmpdir(), via: 'cli', ...asked }, dryRun)
}

describe('a plan', () => {
  test('holds all that a run needs', async () => {
    const cwd = directory()
    const made = await plan({ prompt: ' look \n', cwd, model: 'm', ephemeral: true, native_input: true })
    expect(made).toMatchObject({
      backend: { name: 'acme' },
      found: { file: '/opt/acme' },
      request: { input: [{ type: 'text', text: ' look \n' }], cwd, ephemeral: true, native_input: true, options: { model: 'm' } },
      invocation: { file: '/opt/acme', stdin: ' look \n' },
      idleMs: 600_000,
    })
    expect(made).not.toHaveProperty('timeoutMs')
  })

  test('has an id of its own', async () => {
    const ids = await Promise.all([plan({}), plan({})])
    expect(new Set(ids.map(({ request }) => request.run_id)).size).toBe(2)
  })

  test.each([
    [{}, {}, undefined, 600_000],
    [{}, { command_timeout_secs: 5, idle_timeout_secs: 7 }, 5000, 7000],
    [{ timeout_secs: 1.5, idle_timeout_secs: 0.0001 }, { command_timeout_secs: 5 }, 1500, 1],
    [{ timeout_secs: 0, idle_timeout_secs: 0 }, { command_timeout_secs: 5, idle_timeout_secs: 7 }, undefined, undefined],
  ])('limits: asked %j, configured %j', async (asked, unified, timeoutMs, idleMs) => {
    const made = await plan(asked, { config: { unified_flags: unified } })
    expect([made.timeoutMs, made.idleMs]).toEqual([timeoutMs, idleMs])
  })

  test('is for the backend that was asked for, else for the configured one', async () => {
    expect((await plan({ backend: 'other' })).backend.name).toBe('other')
    expect((await plan({ backend: '' })).backend.name).toBe('acme')
  })

  test('tells a backend how much the model may think, unless it cannot be told', async () => {
    expect((await plan({ effort: 'low' }, { backend: sampleBackend({ capabilities: { effort: true } }) })).request.options.effort).toBe('low')
    expect((await plan({ effort: 'low' }, { backend: sampleBackend({ capabilities: {} }) })).request.options).not.toHaveProperty('effort')
  })

  test("has what the backend's survey of the directory found", async () => {
    const cwd = directory()
    const backend = sampleBackend({ survey: (_host, request) => Promise.resolve(request.cwd), command: (_request, _found, survey) => ({ file: 'acme', args: [String(survey)], stop: { signal: 'SIGTERM', grace_ms: 1 } }) })
    expect((await plan({ cwd }, { backend })).invocation.args).toEqual([cwd])
  })
})

describe('directories', () => {
  test('a relative one counts from where the caller is, allowed ones from the working directory', async () => {
    const cwd = directory()
    mkdirSync(join(cwd, 'sub/inner'), { recursive: true })
    const { request } = await plan({ cwd, workdir: 'sub', allowed_dirs: ['inner', '..', cwd] })
    expect(request.cwd).toBe(join(cwd, 'sub'))
    expect(request.options.allowed_dirs).toEqual([join(cwd, 'sub/inner'), cwd, cwd])
    expect((await plan({ cwd, workdir: '' })).request.cwd).toBe(cwd)
  })

  test('configured allowed directories are resolved the same way', async () => {
    const cwd = directory()
    mkdirSync(join(cwd, 'shared'))
    expect((await plan({ cwd }, { config: { backends: { acme: { allowed_dirs: ['shared'] } } } })).request.options.allowed_dirs).toEqual([join(cwd, 'shared')])
  })

  test.each([
    ['missing', 'does not exist', 'Create it, or give another one with -w.'],
    ['file', 'is not a directory', 'Name a directory, or give another one with -w.'],
    ['file/below', 'does not exist', 'Create it, or give another one with -w.'],
  ])('a working directory that is %s is refused by its path', async (workdir, problem, hint) => {
    const cwd = directory()
    writeFileSync(join(cwd, 'file'), '')
    await expect(plan({ cwd, workdir })).rejects.toMatchObject({ code: 'invalid_request', message: `working directory ${join(cwd, workdir)} ${problem}`, hint })
  })

  test('a refusal of an allowed directory does not speak of the working directory', async () => {
    await expect(plan({ allowed_dirs: ['/no/such'] })).rejects.toMatchObject({ code: 'invalid_request', message: 'allowed directory /no/such does not exist', hint: 'Create it, or leave it out of --allowed-dir or allowed_dirs.' })
  })

  test('one that may not be entered is refused', async (context) => {
    context.skip(process.getuid?.() === 0, 'root may enter everything')
    const cwd = directory()
    chmodSync(cwd, 0)
    onTestFinished(() => chmodSync(cwd, 0o700))
    await expect(plan({ cwd })).rejects.toMatchObject({ code: 'invalid_request', message: expect.stringContaining('cannot be read') })
    await expect(plan({ cwd, workdir: 'below' })).rejects.toMatchObject({ code: 'invalid_request', message: expect.stringContaining('cannot be read (EACCES)') })
  })
})

describe('what is refused before anything starts', () => {
  test.each(['', ' ', '\n\t \u00A0'])('the prompt %j', async (prompt) => {
    await expect(plan({ prompt })).rejects.toMatchObject({ code: 'invalid_request', message: 'the prompt is empty' })
  })

  test('a prompt over the limit of the CLI, without showing it', async () => {
    const backend = sampleBackend({ limits: { prompt_chars: 10 } })
    await expect(plan({ prompt: 'private wor' }, { backend })).rejects.toMatchObject({ code: 'payload_too_large', message: 'the prompt has 11 characters; Acme takes at most 10', details: { length: 11, limit: 10 } })
    await expect(plan({ prompt: 'private wo' }, { backend })).resolves.toBeDefined()
  })

  test('a system prompt counts where it travels with the prompt', async () => {
    const limits = { prompt_chars: 10 }
    const asked = { prompt: '12345', system_prompt: '123456' }
    await expect(plan(asked, { backend: sampleBackend({ limits, capabilities: { system_prompt: 'prompt' } }) })).rejects.toMatchObject({ code: 'payload_too_large' })
    await expect(plan(asked, { backend: sampleBackend({ limits, capabilities: { system_prompt: 'native' } }) })).resolves.toBeDefined()
  })

  test('a disabled backend, and its module is not even loaded', async () => {
    const config = { backends: { acme: { enabled: false } } }
    await expect(plan({}, { backend: 'throw new Error("loaded")', config })).rejects.toMatchObject({ code: 'backend_disabled', message: 'backend "acme" is disabled in config', backend: 'acme' })
    await expect(plan({}, { config, dryRun: true })).rejects.toMatchObject({ code: 'backend_disabled' })
  })

  test('an unknown backend', async () => {
    await expect(plan({ backend: 'nope' })).rejects.toMatchObject({ code: 'backend_not_found', message: 'unknown backend "nope" (available: acme, other)' })
  })

  test('an extra flag that is not allowed, from the caller or the configuration', async () => {
    await expect(plan({ extra_flags: ['--evil'] })).rejects.toMatchObject({ code: 'invalid_request', message: 'flag not allowed for acme: --evil' })
    await expect(plan({}, { config: { backends: { acme: { extra_flags: ['--evil'] } } } })).rejects.toMatchObject({ message: 'flag not allowed for acme: --evil' })
  })

  test('what the backend cannot do', async () => {
    await expect(plan({ max_turns: 3 }, { backend: sampleBackend({ capabilities: {} }) })).rejects.toMatchObject({ code: 'unsupported' })
  })

  test('a limit of output tokens, which no CLI has', async () => {
    await expect(plan({}, { config: { unified_flags: { max_tokens: 100 } } })).rejects.toMatchObject({ code: 'unsupported', message: expect.stringContaining('unified_flags.max_tokens is 100') })
  })
})

describe('a CLI that is not installed', () => {
  const backend = sampleBackend({ find: () => Promise.resolve(undefined), install: 'get acme' })

  test('is an error for a run', async () => {
    await expect(plan({}, { backend })).rejects.toMatchObject({ code: 'backend_unavailable', message: 'backend "acme" is not available (CLI not found in PATH)', hint: 'Install Acme: get acme' })
  })

  test('is no hindrance for a dry run', async () => {
    const made = await plan({}, { backend, dryRun: true })
    expect(made.invocation.file).toBe('acme')
    expect(made).not.toHaveProperty('found')
  })
})

describe('a backend that will not say what to start', () => {
  test("refuses in its own words where it means to", async () => {
    const refusal = new ClinvkError('unsupported', 'not like this', { hint: 'Otherwise.' })
    const backend = sampleBackend({
      command: () => {
        throw refusal
      },
    })
    await expect(plan({}, { backend })).rejects.toBe(refusal)
  })

  test.each([
    ['command', { command: () => JSON.parse('private words') as never }],
    ['survey', { survey: () => Promise.reject(new SyntaxError('private words')) }],
  ])('is a fault of its plugin where %s breaks, and what it says is not told', async (_member, change) => {
    await expect(plan({}, { backend: sampleBackend(change) })).rejects.toMatchObject({ code: 'plugin_invalid', backend: 'acme', message: 'the backend "acme" cannot say what to start (SyntaxError)' })
  })
})
