import { execFileSync, spawn } from 'node:child_process'
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { clinvkHome, loadConfig } from '../../src/config/load.ts'
import { configHome } from './config-file.ts'

describe('what counts', () => {
  test('without any file the defaults are the configuration', async () => {
    const { folder, env } = configHome()
    const { config, home, ignored } = await loadConfig({ env })
    expect(config).toMatchObject({
      default_backend: 'claude',
      unified_flags: { approval_mode: 'default', sandbox_mode: 'default', verbose: false, dry_run: false, max_turns: 0, max_tokens: 0, command_timeout_secs: 0, idle_timeout_secs: 600, max_retries: 2 },
      backends: {},
      output: { format: 'default', show_tokens: false, show_timing: false, color: true },
      run: { plugin_timeout_ms: 5000 },
      session: { auto_resume: false, retention_days: 30, store_token_usage: true, store_history: true, default_tags: [] },
      parallel: { max_workers: 3, fail_fast: false, aggregate_output: true },
      server: { host: '127.0.0.1', port: 8080, max_permission: 'workspace', max_runs: 0, max_queue: 100, queue_timeout_secs: 60, env: 'inherit' },
    })
    expect(home).toBe(join(folder, '.clinvk'))
    expect(ignored).toEqual([])
  })

  test('the environment beats the file, the file the defaults', async () => {
    const { env, write } = configHome()
    write('default_backend: gemini\nunified_flags:\n  max_turns: 1\n  max_retries: 1\noutput:\n  format: json\n')
    const { config } = await loadConfig({
      env: { ...env, CLINVK_BACKEND: 'codex', CLINVK_UNIFIED_FLAGS_MAX_TURNS: '2', CLINVK_UNIFIED_FLAGS_VERBOSE: 'true', CLINVK_UNIFIED_FLAGS_COMMAND_TIMEOUT_SECS: '9' },
    })
    expect(config.unified_flags).toMatchObject({ max_turns: 2, verbose: true, command_timeout_secs: 9, max_retries: 1, idle_timeout_secs: 600 })
    expect(config).toMatchObject({ default_backend: 'codex', output: { format: 'json', color: true } })
  })

  test('a value of the environment joins what the file says about the same backend', async () => {
    const { env, write } = configHome()
    write('backends:\n  claude:\n    model: opus\n    system_prompt: Be brief.\n')
    const { config } = await loadConfig({ env: { ...env, CLINVK_CLAUDE_MODEL: 'haiku' } })
    expect(config.backends).toEqual({ claude: { model: 'haiku', system_prompt: 'Be brief.' } })
  })

  test('the file is --config, else CLINVK_CONFIG, else the one in CLINVK_HOME, else the one in ~/.clinvk', async () => {
    const { folder, env, write } = configHome()
    write('default_backend: home\n')
    write('default_backend: moved\n', 'elsewhere/config.yaml')
    const byVariable = write('default_backend: variable\n', 'variable.yaml')
    const byFlag = write('default_backend: flag\n', 'flag.yaml')
    const loaded = async (more: Record<string, string>, path?: string) => (await loadConfig({ env: { ...env, ...more }, ...(path === undefined ? {} : { path }) })).config.default_backend
    const moved = { CLINVK_HOME: join(folder, 'elsewhere') }
    expect(await loaded({})).toBe('home')
    expect(await loaded(moved)).toBe('moved')
    expect(await loaded({ ...moved, CLINVK_CONFIG: byVariable })).toBe('variable')
    expect(await loaded({ ...moved, CLINVK_CONFIG: byVariable }, byFlag)).toBe('flag')
    expect(await loaded({ CLINVK_CONFIG: '', CLINVK_HOME: '' })).toBe('home')
  })

  test('CLINVK_HOME moves the folder of everything that clinvk keeps', () => {
    expect(clinvkHome({ HOME: '/home/a' })).toBe('/home/a/.clinvk')
    expect(clinvkHome({ HOME: '/home/a', CLINVK_HOME: '/data/clinvk' })).toBe('/data/clinvk')
  })

  test('one load leaves nothing behind for the next', async () => {
    const { env, write } = configHome()
    write('default_backend: codex\noutput:\n  format: json\nbackends:\n  codex:\n    model: o3\n')
    const first = await loadConfig({ env: { ...env, CLINVK_OUTPUT_COLOR: 'false' } })
    ;(first.config.backends as Record<string, unknown>)['left'] = {}
    const second = await loadConfig({ env: configHome().env })
    expect(second.config).toMatchObject({ default_backend: 'claude', output: { format: 'default', color: true } })
    expect(second.config.backends).toEqual({})
  })

  test('keys named __proto__ change no object but the one they stand in', async () => {
    const { env, write } = configHome()
    write('__proto__:\n  polluted: yes\nbackends:\n  __proto__:\n    polluted: yes\n  claude:\n    model: opus\n')
    const { config } = await loadConfig({ env })
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
    expect((config.backends as Record<string, Record<string, unknown>>)['claude']?.['polluted']).toBeUndefined()
    expect(config.backends).toMatchObject({ claude: { model: 'opus' } })
    write('server:\n  keys:\n    constructor:\n      prototype:\n        polluted: yes\n')
    await expect(loadConfig({ env })).rejects.toThrow('unknown key "server.keys.constructor.prototype"')
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  test("variables in the spelling of rc's own do not count", async () => {
    const { env } = configHome()
    onTestFinished(() => void vi.unstubAllEnvs())
    vi.stubEnv('clinvk_output__format', 'text')
    expect((await loadConfig({ env: { ...env, clinvk_output__format: 'text' } })).config.output.format).toBe('default')
  })

  test('a file that can be read only once is read once', async () => {
    const { folder, env } = configHome()
    const pipe = join(folder, 'pipe')
    execFileSync('/usr/bin/mkfifo', [pipe])
    const writer = spawn('/bin/sh', ['-c', `echo 'default_backend: codex' > '${pipe}'`])
    onTestFinished(() => void writer.kill('SIGKILL'))
    expect((await loadConfig({ env, path: pipe })).config.default_backend).toBe('codex')
  })
})

describe('a file that cannot be had', () => {
  test.each([
    ['--config', (path: string, env: Record<string, string>) => loadConfig({ path, env })],
    ['CLINVK_CONFIG', (path: string, env: Record<string, string>) => loadConfig({ env: { ...env, CLINVK_CONFIG: path } })],
  ])('a file that %s names must be there', async (_how, load) => {
    const { folder, env } = configHome()
    const path = join(folder, 'missing.yaml')
    await expect(load(path, env)).rejects.toMatchObject({
      code: 'config_invalid',
      message: `cannot read the configuration file ${path} (ENOENT)`,
      hint: 'Check the path given with --config or CLINVK_CONFIG.',
    })
  })

  test('a folder in the place of the default file is told, not taken for no file', async () => {
    const { env, write } = configHome()
    write('', '.clinvk/config.yaml/something')
    await expect(loadConfig({ env })).rejects.toMatchObject({ code: 'config_invalid', message: expect.stringContaining('(EISDIR)'), hint: 'Make the file readable, or remove it.' })
  })

  test('a default file that may not be read is told, not taken for no file', async (context) => {
    context.skip(process.getuid?.() === 0, 'root may read everything')
    const { env, write } = configHome()
    chmodSync(write('default_backend: codex\n'), 0)
    await expect(loadConfig({ env })).rejects.toMatchObject({ code: 'config_invalid', message: expect.stringContaining('(EACCES)') })
  })
})
