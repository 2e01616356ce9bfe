import { describe, expect, test } from 'vitest'
import { loadConfig } from '../../src/config/load.ts'
import { configHome } from './config-file.ts'

interface Case {
  readonly what: string
  readonly text: string
  /** After the file's path. */
  readonly message: string
  readonly hint: string
}

const correct = 'Correct the value, or remove the key to get the default.'
const cases: readonly Case[] = [
  { what: 'an unknown key', text: 'default_backend: claude\noutput:\n  formt: json\n', message: ':3: unknown key "output.formt"', hint: 'Did you mean "format"?' },
  { what: 'an unknown section', text: '\nouptut:\n  format: json\n', message: ':2: unknown key "ouptut"', hint: 'Did you mean "output"?' },
  { what: 'a key that is like no other', text: 'zzzzzz: 1\n', message: ':1: unknown key "zzzzzz"', hint: 'Remove the key.' },
  { what: 'an unknown key without a value', text: 'outptu:\n', message: ':1: unknown key "outptu"', hint: 'Did you mean "output"?' },
  { what: 'a key that rc uses for itself', text: 'config: x\n', message: ':1: unknown key "config"', hint: 'Remove the key.' },
  { what: 'an unknown key of a backend', text: 'backends:\n  acme:\n    model: a\n    modle: b\n', message: ':4: unknown key "backends.acme.modle"', hint: 'Did you mean "model"?' },
  { what: 'a text that is not among the allowed ones', text: 'unified_flags:\n  verbose: true\n  sandbox_mode: everything\n', message: ':3: unified_flags.sandbox_mode must be one of: default, read-only, workspace, full, not "everything"', hint: correct },
  { what: 'a truth value that is none', text: 'output:\n  show_tokens: constructor\n', message: ':2: output.show_tokens must be boolean, not "constructor"', hint: correct },
  { what: 'a number that is none', text: 'unified_flags:\n  max_turns: many\n', message: ':2: unified_flags.max_turns must be integer, not "many"', hint: correct },
  { what: 'a number below its range', text: 'unified_flags:\n  command_timeout_secs: -1\n', message: ':2: unified_flags.command_timeout_secs must be >= 0, not -1', hint: correct },
  { what: 'a time that is longer than a timer can wait', text: 'mcp:\n  resume_secs: 2147484\n', message: ':2: mcp.resume_secs must be <= 86400, not 2147484', hint: correct },
  { what: 'a time of the server that is longer than a timer can wait', text: 'server:\n  shutdown_timeout_secs: 2147484\n', message: ':2: server.shutdown_timeout_secs must be <= 2073600, not 2147484', hint: correct },
  { what: 'a directory that nobody could find', text: 'server:\n  default_workdir: work\n', message: ':2: server.default_workdir must match pattern "^(?:/|$)", not "work"', hint: correct },
  { what: 'a rule for directories that would rule none', text: 'server:\n  blocked_workdir_prefixes: [/srv, etc]\n', message: ':2: server.blocked_workdir_prefixes.1 must match pattern "^/", not "etc"', hint: correct },
  { what: 'a key for no backend', text: 'server:\n  keys:\n    ci:\n      env: CLINVK_KEY_CI\n      backends: []\n', message: ':5: server.keys.ci.backends must NOT have fewer than 1 items, not a list', hint: correct },
  { what: 'an entry of a list', text: 'backends:\n  claude:\n    extra_flags:\n      - --a\n      - 1\n', message: ':3: backends.claude.extra_flags.1 must be string, not 1', hint: correct },
  { what: 'a section that is a text', text: 'output: json\n', message: ':1: output must be object, not "json"', hint: correct },
  { what: 'a text that is a section', text: 'default_backend:\n  name: codex\n', message: ':1: default_backend must be string, not a section', hint: correct },
  { what: 'a name that no backend can have', text: 'backends:\n  claude: {}\n  My Backend:\n    system_prompt: private\n', message: ':3: "my backend" is no name for a backend', hint: 'Use lower-case letters, digits and dashes, beginning with a letter.' },
  { what: 'a name that no API key can have', text: 'server:\n  keys:\n    1st: {}\n', message: ':3: "1st" is no name for a key', hint: 'Use lower-case letters, digits and dashes, beginning with a letter.' },
]

describe('a file with something wrong in it', () => {
  test.each(cases)('$what: file, line, key, and what to do', async ({ text, message, hint }) => {
    const { env, write } = configHome()
    const file = write(text)
    await expect(loadConfig({ env })).rejects.toMatchObject({ code: 'config_invalid', message: `${file}${message}`, hint })
  })

  test('a message shows no system prompt', async () => {
    const { env, write } = configHome()
    write('backends:\n  claude:\n    system_prompt: [private]\n')
    const failure = (await loadConfig({ env }).catch((error: unknown) => error)) as Error
    expect(failure.message).toContain('backends.claude.system_prompt must be string, not a list')
    expect(failure.message).not.toContain('private')
  })
})

test.each([
  ['CLINVK_OUTPUT_FORMAT', 'xml', 'CLINVK_OUTPUT_FORMAT: output.format must be one of: default, text, json, stream-json, not "xml"'],
  ['CLINVK_DEFAULT_BACKEND', 'A B', 'CLINVK_DEFAULT_BACKEND: default_backend must match pattern'],
  ['CLINVK_BACKEND', 'A B', 'CLINVK_BACKEND: default_backend must match pattern'],
  ['CLINVK_MY_PLUGIN_ENABLED', 'maybe', 'CLINVK_MY_PLUGIN_ENABLED: backends.my-plugin.enabled must be boolean, not "maybe"'],
])('a wrong value of %s names the variable, not the file', async (name, value, message) => {
  const { env, write } = configHome()
  write('default_backend: claude\noutput:\n  format: text\n')
  await expect(loadConfig({ env: { ...env, [name]: value } })).rejects.toMatchObject({ code: 'config_invalid', message: expect.stringContaining(message) })
})
