import { describe, expect, test } from 'vitest'
import { loadConfig } from '../../src/config/load.ts'
import { configHome } from './config-file.ts'

const loaded = async (text: string) => {
  const { env, write } = configHome()
  write(text)
  return (await loadConfig({ env })).config
}

describe('files written for the original', () => {
  test('a file with every section loads', async () => {
    const config = await loaded(`
default_backend: codex
unified_flags: { approval_mode: auto, sandbox_mode: workspace, verbose: false, dry_run: false, max_turns: 5, max_tokens: 0, command_timeout_secs: 120 }
backends:
  claude: { model: opus, allowed_tools: "Read,Edit", approval_mode: default, sandbox_mode: default, enabled: true, system_prompt: "", extra_flags: [] }
  codex: { model: o3, approval_mode: "", sandbox_mode: "" }
  gemini: { enabled: false }
session: { auto_resume: true, retention_days: 30, store_token_usage: true, default_tags: [work] }
output: { format: json, show_tokens: true, show_timing: true, color: true }
parallel: { max_workers: 3, fail_fast: false, aggregate_output: true }
server:
  host: 127.0.0.1
  port: 8080
  request_timeout_secs: 300
  read_timeout_secs: 30
  write_timeout_secs: 300
  idle_timeout_secs: 120
  api_keys_gopass_path: ""
  rate_limit_enabled: false
  rate_limit_rps: 10
  rate_limit_burst: 20
  rate_limit_cleanup_secs: 180
  trusted_proxies: []
  max_request_body_bytes: 10485760
  cors_allowed_origins: []
  cors_allow_credentials: false
  cors_max_age: 300
  allowed_workdir_prefixes: []
  blocked_workdir_prefixes: []
  metrics_enabled: false
mcp: { transport: stdio, host: 127.0.0.1, port: 8081, http_path: /mcp, expose_health: false }
`)
    expect(config).toMatchObject({
      default_backend: 'codex',
      unified_flags: { approval_mode: 'auto', sandbox_mode: 'workspace', max_turns: 5, command_timeout_secs: 120, idle_timeout_secs: 600 },
      output: { format: 'json', show_tokens: true, show_timing: true },
      backends: { claude: { model: 'opus', allowed_tools: ['Read', 'Edit'], extra_flags: [] }, gemini: { enabled: false } },
    })
    expect(config.backends['codex']).toEqual({ model: 'o3' })
  })

  test('keys count in any case', async () => {
    const config = await loaded('Default_Backend: gemini\nOUTPUT:\n  Show_Tokens: true\nBackends:\n  Claude:\n    MODEL: Opus\n')
    expect(config).toMatchObject({ default_backend: 'gemini', output: { show_tokens: true }, backends: { claude: { model: 'Opus' } } })
  })

  test('quoted booleans, numbers and comma lists are read as what the key wants', async () => {
    const config = await loaded('unified_flags:\n  verbose: "true"\n  max_turns: "12"\noutput:\n  color: "off"\nbackends:\n  claude:\n    enabled: "false"\n    allowed_tools: "Read, Bash(git log:a,b)"\n')
    expect(config).toMatchObject({ unified_flags: { verbose: true, max_turns: 12 }, output: { color: false }, backends: { claude: { enabled: false, allowed_tools: ['Read', 'Bash(git log:a,b)'] } } })
  })

  test('sections and keys without a value are as good as absent', async () => {
    const config = await loaded('default_backend:\noutput:\n  # format: json\nunified_flags:\n  verbose:\nbackends:\n  claude:\n')
    expect(config).toMatchObject({ default_backend: 'claude', output: { format: 'default' }, unified_flags: { verbose: false }, backends: {} })
  })

  test('an empty text where only certain texts are allowed means the default', async () => {
    const config = await loaded('default_backend: ""\noutput:\n  format: ""\nunified_flags:\n  approval_mode: ""\n')
    expect(config).toMatchObject({ default_backend: 'claude', output: { format: 'default' }, unified_flags: { approval_mode: 'default' } })
  })

  test.each(['', '# nothing\n', '---\n', '{}\n'])('the file %j is a configuration without anything in it', async (text) => {
    expect((await loaded(text)).default_backend).toBe('claude')
  })
})
