import type { ModelRules } from '@clinvk/plugin-sdk'

/** The models that Codex CLI 0.169.0 lists itself, in its order. */
export const models: ModelRules = {
  known: [
    'gpt-6.1-sol',
    'gpt-6-astra',
    'gpt-6-sol',
    'gpt-6-luna',
    'gpt-5.6-sol',
    'gpt-6.1-terra',
    'gpt-5.6-terra',
    'gpt-5.6-luna',
    'gpt-5.5',
  ],
  patterns: ['gpt-*', 'codex-*', 'chatgpt-*', 'o1', 'o1-*', 'o3', 'o3-*', 'o4', 'o4-*'],
}
