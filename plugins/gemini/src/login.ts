import { type Settings, settingText } from './settings.ts'

/**
 * How the CLI signs in. `key`: with something from the environment or its key store, so a private home loses nothing.
 * `user`: with a login that the CLI keeps and renews under the user's home, which then stays untouched.
 */
export interface Login {
  readonly kind: 'key' | 'user'
  /** Value for `security.auth.selectedType`; absent when nothing tells, and the CLI decides by itself. */
  readonly type?: string
}

const keyTypes = new Set(['gemini-api-key', 'vertex-ai', 'gateway'])

/** Variables that decide how the CLI signs in. */
export const variableNames = new Set([
  'GEMINI_API_KEY',
  'GOOGLE_GEMINI_BASE_URL',
  'GOOGLE_GENAI_USE_VERTEXAI',
  'GOOGLE_GENAI_USE_GCA',
  'GEMINI_CLI_USE_COMPUTE_ADC',
  'CLOUD_SHELL',
])

/**
 * Decides as the CLI does: what the user selected in the settings, else the environment (`~/.gemini/.env` or `~/.env`
 * included), else nothing. Two things it would get wrong without a terminal are put right: a base URL alone makes it choose
 * `gateway`, which it then refuses, so that is a key too. A key that stands only in a project's `.env`, and a login that
 * only a project's settings select, are not seen here; the CLI reads both by itself in a private home.
 */
export function chooseLogin(settings: Settings, variable: (name: string) => string | undefined): Login {
  const selected = settingText(settings, 'security', 'auth', 'selectedType')
  if (selected === 'gateway') return { kind: 'key', type: 'gemini-api-key' }
  if (selected !== undefined) return { kind: keyTypes.has(selected) ? 'key' : 'user', type: selected }
  if (variable('GOOGLE_GENAI_USE_GCA') === 'true') return { kind: 'user', type: 'oauth-personal' }
  if (variable('GOOGLE_GENAI_USE_VERTEXAI') === 'true') return { kind: 'key', type: 'vertex-ai' }
  if (variable('GEMINI_API_KEY') || variable('GOOGLE_GEMINI_BASE_URL')) return { kind: 'key', type: 'gemini-api-key' }
  if (variable('CLOUD_SHELL') === 'true' || variable('GEMINI_CLI_USE_COMPUTE_ADC') === 'true') return { kind: 'user' }
  return { kind: 'key' }
}
