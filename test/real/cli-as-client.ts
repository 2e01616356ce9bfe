import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Finished, finished } from '../sandbox.ts'
import { binFolder, type PinnedName } from './pinned-clis.ts'
import type { ServedStage } from './served-stage.ts'

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

/** Asks with Codex CLI, over the Responses API. `bare`: without tools of its own. */
export function askWithCodex(stage: ServedStage, args: readonly string[], { bare = true, url = stage.openaiUrl } = {}): Promise<Finished> {
  const provider = `model_providers.clinvk={name="clinvk",base_url="${url}",wire_api="responses",env_key="CLINVK_KEY",request_max_retries=0,stream_max_retries=0}`
  const own = bare ? [...codexWithoutTools, ...codexFeatures] : []
  return clientOf(stage, 'codex', ['codex', 'exec', '--json', '--skip-git-repo-check', '-c', 'model_provider="clinvk"', '-c', provider, ...own, '--model', modelOf(stage), ...args], { CLINVK_KEY: 'none' })
}

/** Asks with Claude Code, over the Messages API. */
export function askWithClaude(stage: ServedStage, args: readonly string[], tools = ''): Promise<Finished> {
  return clientOf(stage, 'claude', ['claude', '-p', '--output-format', 'json', `--tools=${tools}`, '--strict-mcp-config', '--setting-sources', '', '--system-prompt', 'Be brief.', '--model', modelOf(stage), ...args], {
    ANTHROPIC_BASE_URL: stage.anthropicUrl,
    ANTHROPIC_API_KEY: 'none',
    CLAUDE_CODE_MAX_RETRIES: '0',
    CLAUDE_CODE_DISABLE_TERMINAL_TITLE: '1',
  })
}
