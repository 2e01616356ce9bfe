import type { ModelRules } from '@clinvk/plugin-sdk'

/**
 * Ids that Claude Code 2.1 takes. Its short names stand for the newest model of a family; Bedrock's ids carry a region and a
 * vendor.
 */
export const models: ModelRules = {
  known: [
    'claude-opus-5-5',
    'claude-sonnet-5-5',
    'claude-haiku-5-5',
    'claude-sonnet-5',
    'claude-opus-4-8',
    'claude-haiku-4-5-20251001',
    'opus',
    'sonnet',
    'haiku',
    'fable',
  ],
  patterns: [
    'claude-*', 'opus', 'opus[*', 'opusplan', 'sonnet', 'sonnet[*', 'haiku', 'haiku[*', 'fable', 'fable[*',
    'anthropic.claude-*', '*.anthropic.claude-*',
  ],
}
