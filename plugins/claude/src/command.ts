import type { Found, Invocation, RunOptions, RunRequest } from '@clinvk/plugin-sdk'
import { permissions } from './permissions.ts'
import { stdin } from './stdin.ts'

/** Events for machines, text piece by piece. `stream-json` output needs `--verbose`. */
const format = [
  '-p', '--input-format', 'stream-json', '--output-format', 'stream-json', '--verbose', '--include-partial-messages',
]

/**
 * The process for a request. The user's own set-up stays in force: logins, settings, CLAUDE.md, hooks, MCP servers, other
 * providers. Values are joined to their flags with `=`, so that none can be read as a flag and no flag takes more than its own.
 */
export function command(request: RunRequest, found?: Found): Invocation {
  const { args, warnings } = permissions(request.options)
  return {
    file: found?.file ?? 'claude',
    // Extra flags come first: where a flag is given twice the CLI takes the last one.
    args: [...request.options.extra_flags, ...format, ...args, ...optionArgs(request.options), ...sessionArgs(request)],
    env: {
      CLAUDE_CODE_MAX_RETRIES: String(request.options.max_retries),
      // 2.1.197 asks the model for a window title on every run, at the caller's cost.
      CLAUDE_CODE_DISABLE_TERMINAL_TITLE: '1',
    },
    stdin: stdin(request),
    // SIGINT ends the turn in milliseconds and kills the children of its tools; SIGTERM leaves them running in older versions.
    stop: { signal: 'SIGINT', grace_ms: 5000 },
    warnings,
  }
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
