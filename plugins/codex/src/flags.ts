import type { FlagPolicy } from '@clinvk/plugin-sdk'

/**
 * Flags of `codex exec` that a caller may add. Left out: what changes permissions, sandbox, session, input, output, provider
 * or configuration. `--config`, `--enable` and `--disable` can run programs or lift protections.
 */
export const flagPolicy: FlagPolicy = {
  '--model': 1,
  '-m': 1,
  '--strict-config': 0,
}
