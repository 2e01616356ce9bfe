import { expect, test } from 'vitest'
import { configFromEnvironment, environmentNames } from '../../src/config/environment.ts'

const read = (env: Record<string, string>) => Object.fromEntries([...configFromEnvironment(env)].map(([key, { value }]) => [key, value]))

test.each([
  ['CLINVK_BACKEND', 'default_backend'],
  ['CLINVK_DEFAULT_BACKEND', 'default_backend'],
  ['CLINVK_OUTPUT_FORMAT', 'output.format'],
  ['CLINVK_UNIFIED_FLAGS_IDLE_TIMEOUT_SECS', 'unified_flags.idle_timeout_secs'],
  ['CLINVK_SERVER_MAX_RUNS', 'server.max_runs'],
  ['CLINVK_CLAUDE_MODEL', 'backends.claude.model'],
  ['CLINVK_CODEX_MODEL', 'backends.codex.model'],
  ['CLINVK_GEMINI_MODEL', 'backends.gemini.model'],
  ['CLINVK_CLAUDE_ALLOWED_TOOLS', 'backends.claude.allowed_tools'],
  ['CLINVK_MY_OWN_CLI_SYSTEM_PROMPT', 'backends.my-own-cli.system_prompt'],
])('%s sets %s', (name, key) => {
  expect(read({ [name]: 'x' })).toEqual({ [key]: 'x' })
})

test.each(['CLINVK_CONFIG', 'CLINVK_HOME', 'CLINVK_DATA_DIR', 'CLINVK_LOG', 'CLINVK_RUN_ID', 'CLINVK_DEPTH', 'CLINVK_API_KEYS', 'CLINVK__MODEL', 'CLINVK_MODEL', 'CLINVK_9_MODEL', 'PATH'])('%s sets no key', (name) => {
  expect(read({ [name]: 'x' })).toEqual({})
})

test('an empty variable sets nothing', () => {
  expect(read({ CLINVK_BACKEND: '', CLINVK_CLAUDE_MODEL: '' })).toEqual({})
})

test("of two names for one key the original's counts, in whatever order they stand", () => {
  expect(read({ CLINVK_BACKEND: 'short', CLINVK_DEFAULT_BACKEND: 'long' })).toEqual({ default_backend: 'short' })
  expect(read({ CLINVK_DEFAULT_BACKEND: 'long', CLINVK_BACKEND: 'short' })).toEqual({ default_backend: 'short' })
})

test('each variable that a key has sets that key and is no name of a backend', () => {
  for (const [name, key] of environmentNames()) expect(read({ [name]: 'x' })).toEqual({ [key]: 'x' })
})
