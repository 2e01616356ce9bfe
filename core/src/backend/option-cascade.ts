import type { ApprovalMode, Effort, RunOptions, SandboxMode } from '@clinvk/plugin-sdk'
import type { Config } from '../config/load.ts'

/** What one run asks for; absent means: not said. */
export interface AskedOptions {
  readonly model?: string
  readonly approval_mode?: ApprovalMode
  readonly sandbox_mode?: SandboxMode
  readonly system_prompt?: string
  /** 0: no limit, whatever the configuration says. */
  readonly max_turns?: number
  readonly allowed_tools?: readonly string[]
  readonly allowed_dirs?: readonly string[]
  readonly extra_flags?: readonly string[]
  readonly max_retries?: number
  /** A wish: left out where the backend cannot be told. */
  readonly effort?: Effort
}

/**
 * The one cascade, for every command and every API: what the run says, then `unified_flags`, then the backend's entry. A
 * backend's approval and sandbox modes also replace `default`; its extra flags come after the run's. A model that is the
 * backend's bare name means the backend's own default.
 */
export function resolveOptions(asked: AskedOptions, backend: string, config: Config): RunOptions {
  const own = config.backends[backend] ?? {}
  const unified = config.unified_flags
  const named = asked.model || own.model || undefined
  const model = named === backend ? undefined : named
  const maxTurns = asked.max_turns ?? unified.max_turns
  const systemPrompt = asked.system_prompt ?? own.system_prompt
  const tools = asked.allowed_tools ?? configuredTools(own.allowed_tools)
  const dirs = asked.allowed_dirs ?? own.allowed_dirs
  return {
    approval_mode: firstChoice(asked.approval_mode, unified.approval_mode, own.approval_mode),
    sandbox_mode: firstChoice(asked.sandbox_mode, unified.sandbox_mode, own.sandbox_mode),
    extra_flags: [...(asked.extra_flags ?? []), ...(own.extra_flags ?? [])],
    max_retries: asked.max_retries ?? unified.max_retries,
    ...(model === undefined ? {} : { model }),
    ...(asked.effort === undefined ? {} : { effort: asked.effort }),
    ...(systemPrompt === undefined || systemPrompt === '' ? {} : { system_prompt: systemPrompt }),
    ...(maxTurns > 0 ? { max_turns: maxTurns } : {}),
    ...(tools === undefined || tools.length === 0 ? {} : { allowed_tools: tools }),
    ...(dirs === undefined || dirs.length === 0 ? {} : { allowed_dirs: dirs }),
  }
}

/** Files of the original say `all` where they set nothing; no CLI has a tool of that name. */
function configuredTools(tools: readonly string[] | undefined): readonly string[] | undefined {
  return tools?.length === 1 && tools[0]?.toLowerCase() === 'all' ? undefined : tools
}

function firstChoice<Mode extends string>(...choices: readonly (Mode | 'default' | undefined)[]): Mode | 'default' {
  return choices.find((choice) => choice !== undefined && choice !== 'default') ?? 'default'
}
