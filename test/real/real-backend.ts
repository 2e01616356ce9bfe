import { startAnthropicModel } from '../models/anthropic.ts'
import { startGeminiModel } from '../models/gemini.ts'
import { startOpenaiModel } from '../models/openai.ts'
import type { ToolCall } from '../models/reply.ts'
import type { ModelServer } from '../models/server.ts'
import { binFolder, type PinnedName } from './pinned-clis.ts'
import { Sandbox } from '../sandbox.ts'

/** What differs between the real CLIs in the table of cases. */
export interface RealBackend {
  readonly name: 'claude' | 'codex' | 'gemini'
  readonly cli: PinnedName
  readonly startModel: () => Promise<ModelServer>
  /** Points the CLI at the model, as a user would. */
  readonly setUp: (sandbox: Sandbox, url: string) => void
  /** A model id to ask for. */
  readonly model: string
  /** Calls of the CLI's own tools. */
  readonly write: (file: string, text: string) => ToolCall
  readonly read: (file: string) => ToolCall
  readonly shell: (command: string) => ToolCall
  /** Flags with which the CLI runs a shell command without asking. */
  readonly shellFlags: readonly string[]
  /** The variable with this CLI's key, which others must not see. */
  readonly key: string
}

export const realBackends: readonly RealBackend[] = [
  {
    name: 'claude',
    cli: 'claude',
    startModel: startAnthropicModel,
    setUp: (sandbox, url) => Object.assign(sandbox.env, { ANTHROPIC_BASE_URL: url, ANTHROPIC_API_KEY: 'test-key-of-claude' }),
    model: 'claude-test-model',
    write: (file, text) => ({ name: 'Write', input: { file_path: file, content: text } }),
    read: (file) => ({ name: 'Read', input: { file_path: file } }),
    shell: (command) => ({ name: 'Bash', input: { command, description: 'test' } }),
    shellFlags: ['--allowed-tools', 'Bash'],
    key: 'ANTHROPIC_API_KEY',
  },
  {
    name: 'codex',
    cli: 'codex',
    startModel: startOpenaiModel,
    setUp: (sandbox, url) => {
      const provider = ['model_provider = "loopback"', '[model_providers.loopback]', 'name = "loopback"', `base_url = "${url}/v1"`, 'wire_api = "responses"', 'env_key = "OPENAI_API_KEY"']
      sandbox.write('home/.codex/config.toml', `${provider.join('\n')}\n`)
      Object.assign(sandbox.env, { OPENAI_API_KEY: 'test-key-of-codex' })
    },
    model: 'gpt-5.5',
    write: (file, text) => ({ name: 'apply_patch', input: `*** Begin Patch\n*** Add File: ${file}\n+${text}\n*** End Patch\n` }),
    read: (file) => ({ name: 'exec_command', input: { cmd: `cat ${file}` } }),
    shell: (command) => ({ name: 'exec_command', input: { cmd: command } }),
    shellFlags: ['--sandbox-mode', 'workspace'],
    key: 'OPENAI_API_KEY',
  },
  {
    name: 'gemini',
    cli: 'gemini',
    startModel: startGeminiModel,
    setUp: (sandbox, url) => Object.assign(sandbox.env, { GOOGLE_GEMINI_BASE_URL: url, GEMINI_API_KEY: 'test-key-of-gemini' }),
    model: 'gemini-2.5-flash',
    write: (file, text) => ({ name: 'write_file', input: { file_path: file, content: text } }),
    read: (file) => ({ name: 'read_file', input: { file_path: file } }),
    shell: (command) => ({ name: 'run_shell_command', input: { command, description: 'test' } }),
    shellFlags: ['--sandbox-mode', 'full'],
    key: 'GEMINI_API_KEY',
  },
]

/** A sandbox with one real CLI on PATH that talks to a model of its own. */
export interface Stage {
  readonly sandbox: Sandbox
  readonly model: ModelServer
  /** Arguments for clinvk: the backend's name in front. */
  ask(...args: readonly string[]): string[]
  close(): Promise<void>
}

/** Sets the stage for one backend. */
export async function openStage(backend: RealBackend, cli: PinnedName = backend.cli): Promise<Stage> {
  const model = await backend.startModel()
  const sandbox = new Sandbox([binFolder(cli)])
  backend.setUp(sandbox, model.url)
  return {
    sandbox,
    model,
    ask: (...args) => ['-b', backend.name, ...(backend.name === 'gemini' ? ['-m', backend.model] : []), ...args],
    close: async () => {
      await model.close()
      sandbox.remove()
    },
  }
}
