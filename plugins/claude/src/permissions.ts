import { ClinvkError, type RunOptions } from '@clinvk/plugin-sdk'

/** Arguments that keep a run to what was asked for, and what the caller must know about them. */
export interface Permissions {
  readonly args: readonly string[]
  readonly warnings: readonly { readonly code: string; readonly message: string }[]
}

type Asked = Pick<RunOptions, 'approval_mode' | 'sandbox_mode' | 'allowed_tools'>

/**
 * The built-in tools of a read-only run. Plan mode is no substitute: it tells the model to plan instead of to answer, and
 * (seen in 2.1.329) lets it read outside the working directory.
 */
const readingTools = ['Read', 'Glob', 'Grep', 'WebFetch', 'WebSearch']

/**
 * Maps the unified options to Claude Code's own.
 * - `read-only`: only tools that read exist, and no MCP servers, so that no allow rule of the user's can bring a writing tool in.
 * - `always`: nobody can be asked while the CLI runs without a terminal, so what needs asking is denied, whatever the sandbox
 *   allows.
 */
export function permissions({ approval_mode, sandbox_mode, allowed_tools = [] }: Asked): Permissions {
  for (const tool of allowed_tools) assertTool(tool)
  const warnings = approval_mode === 'always' ? [nobodyToAsk(sandbox_mode)] : []
  if (sandbox_mode === 'read-only') return readOnly(approval_mode, allowed_tools, warnings)
  const mode = permissionMode(approval_mode, sandbox_mode)
  return {
    args: [...(mode === undefined ? [] : [`--permission-mode=${mode}`]), ...allow(allowed_tools)],
    warnings,
  }
}

/** Undefined leaves the user's own `permissions.defaultMode` in force. */
function permissionMode(approval: RunOptions['approval_mode'], sandbox: RunOptions['sandbox_mode']): string | undefined {
  if (approval === 'always') return 'default'
  if (sandbox === 'full') return 'bypassPermissions'
  if (sandbox === 'workspace' || approval === 'auto') return 'acceptEdits'
  return approval === 'none' ? 'dontAsk' : undefined
}

function readOnly(
  approval: RunOptions['approval_mode'],
  allowed: readonly string[],
  warnings: Permissions['warnings'],
): Permissions {
  const useful = allowed.filter((tool) => readingTools.includes(toolName(tool)))
  const useless = allowed.filter((tool) => !useful.includes(tool))
  const told = useless.length === 0 ? [] : [{
    code: 'allowed_tools_ignored',
    message: `Claude Code runs read-only (sandbox_mode), so these allowed_tools are not there: ${useless.join(', ')}`,
  }]
  return {
    args: [
      `--tools=${readingTools.join(',')}`,
      '--strict-mcp-config',
      `--permission-mode=${approval === 'none' ? 'dontAsk' : 'default'}`,
      ...allow(useful),
    ],
    warnings: [...warnings, ...told],
  }
}

/** `--allowedTools=X` takes one value: the form with a space would swallow whatever follows, or read a value as a flag. */
function allow(tools: readonly string[]): string[] {
  return tools.map((tool) => `--allowedTools=${tool}`)
}

function toolName(rule: string): string {
  return rule.replace(/\(.*$/s, '')
}

/** The CLI splits at commas and spaces outside of brackets; a value that is none of its rules would be ignored silently. */
function assertTool(tool: string): void {
  if (/^[A-Za-z_][\w.*:-]*(\(.*\))?$/s.test(tool)) return
  throw new ClinvkError('unsupported', `Claude Code knows no tool rule "${tool}" (allowed_tools)`, {
    hint: 'Give each tool as its own entry, such as Read or "Bash(git log:*)".',
  })
}

function nobodyToAsk(sandbox: RunOptions['sandbox_mode']): { code: string; message: string } {
  const beside = sandbox === 'default' || sandbox === 'read-only' ? '' : `, also what sandbox_mode ${sandbox} would allow`
  const why = 'approval_mode always: nobody can be asked in a run without a terminal'
  return { code: 'approval_unavailable', message: `${why}, so Claude Code denies what needs approval${beside}` }
}
