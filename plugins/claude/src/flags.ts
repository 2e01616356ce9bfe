import type { FlagPolicy } from '@clinvk/plugin-sdk'

/**
 * Flags of Claude Code that change how it answers, or narrow what it may do. Left out on purpose: everything that widens
 * permissions, switches off the user's own settings or hooks (they may be what protects the machine), loads settings, agents,
 * plugins or servers, or changes session, input and output.
 */
export const flags: FlagPolicy = {
  '--autocompact': 1,
  '--betas': 'many',
  '--disable-slash-commands': 0,
  '--disallowed-tools': 'many',
  '--disallowedTools': 'many',
  '--effort': 1,
  '--exclude-dynamic-system-prompt-sections': 0,
  '--fallback-model': 1,
  '--max-budget-usd': 1,
  '--max-thinking-tokens': 1,
  '--name': 1,
  '--no-chrome': 0,
  '--strict-mcp-config': 0,
  '--thinking': 1,
}
