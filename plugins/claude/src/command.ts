import type { Found, Invocation, RunOptions, RunRequest } from '@clinvk/plugin-sdk'
import { permissions } from './permissions.ts'
import { stdin } from './stdin.ts'
import type { ClaudeSurvey } from './survey.ts'

/** Events for machines, text piece by piece. `stream-json` output needs `--verbose`. */
const format = [
  '-p', '--input-format', 'stream-json', '--output-format', 'stream-json', '--verbose', '--include-partial-messages',
]

/**
 * The process for a request. The user's own set-up stays in force: logins, settings, CLAUDE.md, hooks, MCP servers, other
 * providers. Values are joined to their flags with `=`, so that none can be read as a flag and no flag takes more than its own.
 * Without a terminal the CLI asks nobody whether a project is to be trusted and obeys it: hooks, MCP servers, the address that
 * requests and the key go to. So a project that `survey` is about gets no say.
 */
export function command(request: RunRequest, found?: Found, survey?: unknown): Invocation {
  const untrusted = (survey as ClaudeSurvey | undefined)?.decides
  const { args, warnings } = permissions(request.options)
  return {
    file: found?.file ?? 'claude',
    // Extra flags come first: where a flag is given twice the CLI takes the last one.
    args: [...request.options.extra_flags, ...format, ...(untrusted === undefined ? [] : ['--setting-sources=user']), ...args, ...optionArgs(request.options), ...effortArgs(request.options), ...sessionArgs(request)],
    env: {
      CLAUDE_CODE_MAX_RETRIES: String(request.options.max_retries),
      // 2.1.197 asks the model for a window title on every run, at the caller's cost.
      CLAUDE_CODE_DISABLE_TERMINAL_TITLE: '1',
    },
    stdin: stdin(request),
    // SIGINT ends the turn in milliseconds and kills the children of its tools; SIGTERM leaves them running in older versions.
    stop: { signal: 'SIGINT', grace_ms: 5000 },
    warnings: untrusted === undefined ? warnings : [...warnings, notTrusted(untrusted)],
  }
}

function notTrusted(file: string): { code: string; message: string } {
  const without = "the project's settings, hooks, MCP servers, agents, skills and CLAUDE.md"
  const hint = 'If you trust the folder, say so once in claude itself, or run elsewhere with -w.'
  return { code: 'folder_not_trusted', message: `Claude Code runs without ${without}: the folder is not trusted and has "${file}". ${hint}` }
}

/** `--effort` knows low, medium, high, xhigh and max; anything else is a warning on stderr and no effect. */
function effortArgs({ effort }: RunOptions): string[] {
  if (effort === undefined) return []
  return [`--effort=${effort === 'none' || effort === 'minimal' ? 'low' : effort}`]
}

function optionArgs({ model, max_turns, allowed_dirs = [] }: RunOptions): string[] {
  return [
    ...(model === undefined ? [] : [`--model=${model}`]),
    ...(max_turns === undefined ? [] : [`--max-turns=${max_turns}`]),
    ...allowed_dirs.map((directory) => `--add-dir=${directory}`),
  ]
}

function sessionArgs({ ephemeral, resume }: RunRequest): string[] {
  return [
    ...(ephemeral ? ['--no-session-persistence'] : []),
    ...(resume === undefined ? [] : [`--resume=${resume.backend_session_id}`]),
    ...(resume?.fork === true ? ['--fork-session'] : []),
  ]
}
