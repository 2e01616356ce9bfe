import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Finished, finished } from '../sandbox.ts'
import { binFolder, type PinnedName } from './pinned-clis.ts'
import { type ServedStage, servedStage } from './served-stage.ts'

/** Codex CLI without tools of its own, and without what it adds to a prompt. */
const codexWithoutTools = [
  'instructions="Be brief."', 'project_doc_max_bytes=0', 'web_search="disabled"', 'skills.bundled.enabled=false', 'tools.experimental_request_user_input={enabled=false}',
  'include_permissions_instructions=false', 'include_environment_context=false', 'include_apps_instructions=false', 'include_collaboration_mode_instructions=false',
].flatMap((setting) => ['-c', setting])
const codexFeatures = [
  'shell_tool', 'unified_exec', 'view_image', 'goals', 'multi_agent', 'tool_suggest', 'apps', 'plugins', 'hooks', 'sleep_tool', 'image_generation', 'skill_mcp_dependency_install',
  'shell_snapshot', 'browser_use', 'computer_use', 'in_app_browser', 'collaboration_modes', 'workspace_dependencies',
].flatMap((name) => ['--disable', name])

/** Runs another real CLI in a home and a directory of its own. */
function clientOf(stage: ServedStage, cli: PinnedName, [file = '', ...args]: readonly string[], env: Readonly<Record<string, string>>): Promise<Finished> {
  const home = join(stage.sandbox.root, 'client')
  const work = join(stage.sandbox.root, 'client-work')
  for (const folder of [home, work]) mkdirSync(folder, { recursive: true })
  const { PATH = '', LANG = '', TMPDIR = '' } = stage.sandbox.env
  return finished(spawn(join(binFolder(cli), file), args, { cwd: work, env: { LANG, TMPDIR, HOME: home, PATH: `${binFolder(cli)}:${PATH}`, ...env }, stdio: ['ignore', 'pipe', 'pipe'] }))
}

/** Without one, Gemini CLI first asks a small model which to take, and counts that. */
const modelOf = ({ backend }: ServedStage) => (backend.name === 'gemini' ? backend.model : backend.name)

describe.each(['claude', 'gemini'] as const)('Codex CLI as a client, with %s behind the server', (name) => {
  const stage = servedStage(name)
  const codex = (...args: string[]) => {
    const provider = `model_providers.clinvk={name="clinvk",base_url="${stage.openaiUrl}",wire_api="responses",env_key="CLINVK_KEY",request_max_retries=0,stream_max_retries=0}`
    return clientOf(stage, 'codex', ['codex', 'exec', '--json', '--skip-git-repo-check', '-c', 'model_provider="clinvk"', '-c', provider, ...codexWithoutTools, ...codexFeatures, '--model', modelOf(stage), ...args], { CLINVK_KEY: 'none' })
  }

  test('asks, shows the answer, and goes on with its conversation', async () => {
    stage.model.script({ text: ['Hello ', 'Ann'], usage: { input: 100, output: 7 } })
    const first = await codex('my name is Ann')
    expect(first.code, first.stdout + first.stderr).toBe(0)
    const events = first.events()
    expect(events.find(({ item }) => item?.type === 'agent_message')).toMatchObject({ item: { text: 'Hello Ann' } })
    expect(events.at(-1)).toMatchObject({ type: 'turn.completed', usage: { input_tokens: 100, output_tokens: 7 } })
    expect(stage.model.requests.at(-1)?.system).toContain('Be brief.')
    stage.model.script({ text: ['Ann'] })
    const second = await codex('resume', String(events[0]?.['thread_id']), 'what is my name?')
    expect(second.events().find(({ item }) => item?.type === 'agent_message')).toMatchObject({ item: { text: 'Ann' } })
    expect(stage.model.requests.at(-1)?.prompt).toContain('{"role":"assistant","content":"Hello Ann"}\n{"role":"user","content":"what is my name?"}')
  })

  test('tells a failure of the model', async () => {
    stage.model.script({ error: { status: 400, message: 'the model said no' } })
    const { code, stdout } = await codex('hello')
    expect(code).toBe(1)
    expect(stdout).toContain('turn.failed')
    expect(stdout).toContain('the model said no')
  })

  test('is told that its tools cannot be called', async () => {
    const provider = `model_providers.clinvk={name="clinvk",base_url="${stage.server.url}/v1",wire_api="responses",env_key="CLINVK_KEY",request_max_retries=0,stream_max_retries=0}`
    const { code, stdout } = await clientOf(stage, 'codex', ['codex', 'exec', '--json', '--skip-git-repo-check', '-c', 'model_provider="clinvk"', '-c', provider, '--model', modelOf(stage), 'hello'], { CLINVK_KEY: 'none' })
    expect(code).toBe(1)
    expect(stdout).toContain('tools of the client cannot be called')
  })
})

describe.each(['codex', 'gemini'] as const)('Claude Code as a client, with %s behind the server', (name) => {
  const stage = servedStage(name)
  const claude = (args: readonly string[], tools = '') =>
    clientOf(stage, 'claude', ['claude', '-p', '--output-format', 'json', `--tools=${tools}`, '--strict-mcp-config', '--setting-sources', '', '--system-prompt', 'Be brief.', '--model', modelOf(stage), ...args], {
      ANTHROPIC_BASE_URL: stage.anthropicUrl,
      ANTHROPIC_API_KEY: 'none',
      CLAUDE_CODE_MAX_RETRIES: '0',
      CLAUDE_CODE_DISABLE_TERMINAL_TITLE: '1',
    })

  test('asks, shows the answer, and goes on with its conversation', async () => {
    stage.model.script({ text: ['Hello ', 'Ann'], usage: { input: 100, output: 7 } })
    const first = await claude(['my name is Ann'])
    expect(first.code, first.stdout + first.stderr).toBe(0)
    expect(first.json()).toMatchObject({ is_error: false, result: 'Hello Ann', stop_reason: 'end_turn', usage: { input_tokens: 100, output_tokens: 7 } })
    expect(stage.model.requests.at(-1)?.system).toContain('Be brief.')
    expect(stage.model.requests.at(-1)?.prompt).toContain('my name is Ann')
    stage.model.script({ text: ['Ann'] })
    const second = await claude(['--resume', String(first.json()['session_id']), 'what is my name?'])
    expect(second.json()).toMatchObject({ is_error: false, result: 'Ann' })
    expect(stage.model.requests.at(-1)?.prompt).toContain('{"role":"assistant","content":"Hello Ann"}')
  })

  test('tells a failure of the model', async () => {
    stage.model.script({ error: { status: 400, message: 'the model said no' } })
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
