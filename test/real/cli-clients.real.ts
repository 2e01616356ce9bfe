import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Finished, finished } from '../sandbox.ts'
import { type Serving, startServe } from '../serving.ts'
import { binFolder, type PinnedName } from './pinned-clis.ts'
import { openStage, realBackends, type Stage } from './real-backend.ts'

/** Codex CLI without tools of its own, and without what it adds to a prompt. */
const codexWithoutTools = [
  'instructions="Be brief."', 'project_doc_max_bytes=0', 'web_search="disabled"', 'skills.bundled.enabled=false', 'tools.experimental_request_user_input={enabled=false}',
  'include_permissions_instructions=false', 'include_environment_context=false', 'include_apps_instructions=false', 'include_collaboration_mode_instructions=false',
].flatMap((setting) => ['-c', setting])
const codexFeatures = [
  'shell_tool', 'unified_exec', 'view_image', 'goals', 'multi_agent', 'tool_suggest', 'apps', 'plugins', 'hooks', 'sleep_tool', 'image_generation', 'skill_mcp_dependency_install',
  'shell_snapshot', 'browser_use', 'computer_use', 'in_app_browser', 'collaboration_modes', 'workspace_dependencies',
].flatMap((name) => ['--disable', name])

/** A server with one real CLI behind it, for another real CLI. */
function served(name: 'claude' | 'codex' | 'gemini') {
  const backend = realBackends.find((one) => one.name === name) as (typeof realBackends)[number]
  // Without one, Gemini CLI first asks a small model which to take, and counts that.
  const model = name === 'gemini' ? backend.model : name
  const state = { model } as { stage: Stage; model: string; server: Serving; client: (cli: PinnedName, args: readonly string[], env: Readonly<Record<string, string>>) => Promise<Finished> }
  beforeAll(async () => {
    state.stage = await openStage(backend)
    state.stage.sandbox.env['CLINVK_UNIFIED_FLAGS_MAX_RETRIES'] = '0'
    state.server = await startServe(state.stage.sandbox)
    const home = join(state.stage.sandbox.root, 'client')
    const work = join(state.stage.sandbox.root, 'client-work')
    for (const folder of [home, work]) mkdirSync(folder)
    state.client = (cli, [file = '', ...args], env) => {
      const { PATH = '', ...rest } = state.stage.sandbox.env
      const own = { LANG: rest['LANG'] ?? '', TMPDIR: rest['TMPDIR'] ?? '', HOME: home, PATH: `${binFolder(cli)}:${PATH}` }
      return finished(spawn(join(binFolder(cli), file), args, { cwd: work, env: { ...own, ...env }, stdio: ['ignore', 'pipe', 'pipe'] }))
    }
  })
  afterAll(async () => {
    state.stage.sandbox.end()
    await state.stage.close()
  })
  return state
}

describe.each(['claude', 'gemini'] as const)('Codex CLI as a client, with %s behind the server', (name) => {
  const state = served(name)
  const codex = (...args: string[]) => {
    const provider = `model_providers.clinvk={name="clinvk",base_url="${state.server.url}/openai/v1",wire_api="responses",env_key="CLINVK_KEY",request_max_retries=0,stream_max_retries=0}`
    return state.client('codex', ['codex', 'exec', '--json', '--skip-git-repo-check', '-c', 'model_provider="clinvk"', '-c', provider, ...codexWithoutTools, ...codexFeatures, '--model', state.model, ...args], { CLINVK_KEY: 'none' })
  }

  test('asks, shows the answer, and goes on with its conversation', async () => {
    state.stage.model.script({ text: ['Hello ', 'Ann'], usage: { input: 100, output: 7 } })
    const first = await codex('my name is Ann')
    expect(first.code, first.stdout + first.stderr).toBe(0)
    const events = first.events()
    expect(events.find(({ item }) => item?.type === 'agent_message')).toMatchObject({ item: { text: 'Hello Ann' } })
    expect(events.at(-1)).toMatchObject({ type: 'turn.completed', usage: { input_tokens: 100, output_tokens: 7 } })
    expect(state.stage.model.requests.at(-1)?.system).toContain('Be brief.')
    state.stage.model.script({ text: ['Ann'] })
    const second = await codex('resume', String(events[0]?.['thread_id']), 'what is my name?')
    expect(second.events().find(({ item }) => item?.type === 'agent_message')).toMatchObject({ item: { text: 'Ann' } })
    expect(state.stage.model.requests.at(-1)?.prompt).toContain('{"role":"assistant","content":"Hello Ann"}\n{"role":"user","content":"what is my name?"}')
  })

  test('tells a failure of the model', async () => {
    state.stage.model.script({ error: { status: 400, message: 'the model said no' } })
    const { code, stdout } = await codex('hello')
    expect(code).toBe(1)
    expect(stdout).toContain('turn.failed')
    expect(stdout).toContain('the model said no')
  })

  test('is told that its tools cannot be called', async () => {
    const provider = `model_providers.clinvk={name="clinvk",base_url="${state.server.url}/v1",wire_api="responses",env_key="CLINVK_KEY",request_max_retries=0,stream_max_retries=0}`
    const { code, stdout } = await state.client('codex', ['codex', 'exec', '--json', '--skip-git-repo-check', '-c', 'model_provider="clinvk"', '-c', provider, '--model', state.model, 'hello'], { CLINVK_KEY: 'none' })
    expect(code).toBe(1)
    expect(stdout).toContain('tools of the client cannot be called')
  })
})

describe.each(['codex', 'gemini'] as const)('Claude Code as a client, with %s behind the server', (name) => {
  const state = served(name)
  const claude = (args: readonly string[], tools = '') =>
    state.client('claude', ['claude', '-p', '--output-format', 'json', `--tools=${tools}`, '--strict-mcp-config', '--setting-sources', '', '--system-prompt', 'Be brief.', '--model', state.model, ...args], {
      ANTHROPIC_BASE_URL: `${state.server.url}/anthropic`,
      ANTHROPIC_API_KEY: 'none',
      CLAUDE_CODE_MAX_RETRIES: '0',
      CLAUDE_CODE_DISABLE_TERMINAL_TITLE: '1',
    })

  test('asks, shows the answer, and goes on with its conversation', async () => {
    state.stage.model.script({ text: ['Hello ', 'Ann'], usage: { input: 100, output: 7 } })
    const first = await claude(['my name is Ann'])
    expect(first.code, first.stdout + first.stderr).toBe(0)
    expect(first.json()).toMatchObject({ is_error: false, result: 'Hello Ann', stop_reason: 'end_turn', usage: { input_tokens: 100, output_tokens: 7 } })
    expect(state.stage.model.requests.at(-1)?.system).toContain('Be brief.')
    expect(state.stage.model.requests.at(-1)?.prompt).toContain('my name is Ann')
    state.stage.model.script({ text: ['Ann'] })
    const second = await claude(['--resume', String(first.json()['session_id']), 'what is my name?'])
    expect(second.json()).toMatchObject({ is_error: false, result: 'Ann' })
    expect(state.stage.model.requests.at(-1)?.prompt).toContain('{"role":"assistant","content":"Hello Ann"}')
  })

  test('tells a failure of the model', async () => {
    state.stage.model.script({ error: { status: 400, message: 'the model said no' } })
    const { code, stdout } = await claude(['hello'])
    expect(code).toBe(1)
    expect(stdout).toContain('the model said no')
  })

  test('is told that its tools cannot be called', async () => {
    const { code, stdout } = await claude(['hello'], 'Bash')
    expect(code).toBe(1)
    expect(stdout).toContain('tools of the client cannot be called')
  })
})
