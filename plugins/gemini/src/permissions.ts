import { ClinvkError, type RunOptions } from '@clinvk/plugin-sdk'

/** The CLI's approval modes, and whether a rule of ours has to take the writing tools away. */
export interface Permissions {
  /** Absent: the user's own setting. */
  readonly approval_mode?: 'default' | 'auto_edit' | 'yolo'
  readonly read_only: boolean
  readonly warnings: readonly { readonly code: string; readonly message: string }[]
}

/** Tools that write, by each name under which the CLI knows them. */
const writers = /^(?:replace|EditTool|write_file|WriteFileTool|run_shell_command|ShellTool)(?:\(|$)/

/** Stronger than every setting and `--allowed-tools` of the user. */
export const readOnlyPolicy = `[[rule]]
toolName = ["replace", "write_file", "run_shell_command"]
decision = "deny"
priority = 999
`

/**
 * How the permission options are said to Gemini CLI. Without a terminal nobody can be asked, so its mode `default` leaves
 * out each tool that needs an approval: that is `read-only`, `approval_mode: none` and `always`. `workspace` is `auto_edit`
 * (files in the workspace, no shell), `full` is `yolo`. The user's settings may allow more tools without asking; for
 * `read-only` a rule of the highest rank takes writing and the shell away all the same.
 */
export function permissions(options: RunOptions): Permissions {
  const { approval_mode, sandbox_mode, allowed_tools = [] } = options
  const read_only = sandbox_mode === 'read-only'
  const writer = read_only ? allowed_tools.find((tool) => writers.test(tool)) : undefined
  if (writer !== undefined) {
    throw new ClinvkError('unsupported', `Gemini CLI cannot allow the tool "${writer}" in sandbox mode "read-only"`, {
      hint: 'Remove it from allowed_tools, or use sandbox mode "workspace".',
      backend: 'gemini',
    })
  }
  if (approval_mode === 'always') {
    const message = 'Gemini CLI cannot ask without a terminal: every tool that needs an approval is denied.'
    return { approval_mode: 'default', read_only, warnings: [{ code: 'approval_denied', message }] }
  }
  const mode = modes[sandbox_mode] ?? (approval_mode === 'auto' ? 'auto_edit' : approval_mode === 'none' ? 'default' : undefined)
  return { ...(mode === undefined ? {} : { approval_mode: mode }), read_only, warnings: [] }
}

const modes = { 'read-only': 'default', workspace: 'auto_edit', full: 'yolo', default: undefined } as const
