import type { Invocation, RunOptions } from '@clinvk/plugin-sdk'

type Warning = NonNullable<Invocation['warnings']>[number]

const sandboxes = { 'read-only': 'read-only', workspace: 'workspace-write', full: 'danger-full-access' } as const

/**
 * Flags for what the CLI may do. `codex exec` never asks anybody (its approval policy is `never`, whatever the user's
 * settings say), so what the sandbox does not allow is denied and approval needs no flag.
 */
export function permissionFlags(options: RunOptions): { readonly args: string[]; readonly warnings: Warning[] } {
  const { approval_mode, sandbox_mode, allowed_dirs = [] } = options
  const asked = sandbox_mode === 'default' && approval_mode === 'auto' ? 'workspace' : sandbox_mode
  const args = asked === 'default' ? [] : ['-s', sandboxes[asked]]
  const warnings: Warning[] = []
  if (approval_mode === 'always') {
    const message = 'codex exec cannot ask anybody: what its sandbox does not allow is denied'
    warnings.push({ code: 'approval_denied', message })
  }
  if (allowed_dirs.length > 0 && asked !== 'full') {
    for (const dir of allowed_dirs) args.push('--add-dir', dir)
    if (asked !== 'workspace') {
      const why = asked === 'read-only' ? 'sandbox_mode is read-only' : "Codex's default sandbox is read-only"
      warnings.push({ code: 'allowed_dirs_read_only', message: `allowed_dirs can be read but not written: ${why}` })
    }
  }
  return { args, warnings }
}
