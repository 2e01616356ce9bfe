import { ClinvkError, type RunOptions } from '@clinvk/plugin-sdk'
import { type Permission, permissions } from './caller.ts'
import type { PromptRequest } from './prompt-request.ts'

/** A request that says nothing gets no more than the ceiling: below `workspace` the CLI's own default would be more. */
export function underCeiling(asked: PromptRequest, ceiling: Permission): PromptRequest {
  return ceiling === 'read-only' && (asked.sandbox_mode ?? 'default') === 'default' ? { ...asked, sandbox_mode: 'read-only' } : asked
}

/**
 * Whether a run keeps within what its caller may have done. `options` are the final ones, for the configuration may add to a
 * request; what only a request can widen is looked for in `asked`. Errors: `permission_denied`.
 */
export function checkCeiling(options: RunOptions, asked: PromptRequest, ceiling: Permission): void {
  const power = (permission: Permission) => permissions.indexOf(permission)
  const { sandbox_mode: sandbox, approval_mode: approval } = options
  if (sandbox !== 'default' && power(sandbox) > power(ceiling)) throw beyond(`sandbox_mode "${sandbox}"`, ceiling)
  if (approval === 'auto' && ceiling === 'read-only') throw beyond('approval_mode "auto"', ceiling)
  // A tool that may run without asking, such as a shell, is as good as `full`.
  if ((asked.allowed_tools?.length ?? 0) > 0 && ceiling !== 'full') throw beyond('allowed_tools', ceiling)
  if ((asked.extra_flags?.length ?? 0) > 0 && ceiling === 'read-only') throw beyond('extra', ceiling)
}

function beyond(what: string, ceiling: Permission): ClinvkError {
  return new ClinvkError('permission_denied', `${what} is more than this server allows (max_permission is "${ceiling}")`, {
    hint: 'Ask for less, or have server.max_permission, or that of your key, raised.',
    details: { max_permission: ceiling },
  })
}
