import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, test } from 'vitest'
import { startMcpHttp } from '../mcp-client.ts'
import { mcpStage } from '../mcp-stage.ts'

/** The official suite. Later releases of it want a newer Node.js than clinvk does. */
const suite = fileURLToPath(import.meta.resolve('@modelcontextprotocol/conformance/dist/index.js'))

const applies = ['server-initialize', 'logging-set-level', 'ping', 'tools-list', 'server-sse-multiple-streams', 'resources-list', 'prompts-list', 'dns-rebinding-protection']

/** Scenarios that ask for something of the suite's own demonstration server, or for what a server need not have. */
const doesNotApply: Readonly<Record<string, string>> = {
  'completion-complete': 'clinvk completes no arguments, and does not say that it does',
  'tools-call-simple-text': 'calls test_simple_text',
  'tools-call-image': 'calls test_image_content',
  'tools-call-audio': 'calls test_audio_content',
  'tools-call-embedded-resource': 'calls test_embedded_resource',
  'tools-call-mixed-content': 'calls test_multiple_content_types',
  'tools-call-with-logging': 'calls test_tool_with_logging',
  'tools-call-error': 'calls test_error_handling',
  'tools-call-with-progress': 'calls test_tool_with_progress',
  'tools-call-sampling': 'calls test_sampling',
  'tools-call-elicitation': 'calls test_elicitation',
  'json-schema-2020-12': 'looks for json_schema_2020_12_tool',
  'elicitation-sep1034-defaults': 'calls test_elicitation_sep1034_defaults',
  'server-sse-polling': 'calls test_reconnection; without it nothing is checked',
  'elicitation-sep1330-enums': 'calls test_elicitation_sep1330_enums',
  'resources-read-text': 'reads test://static-text',
  'resources-read-binary': 'reads test://static-binary',
  'resources-templates-read': 'reads test://template/123/data',
  'resources-subscribe': 'subscribes to test://watched-resource; clinvk has no subscriptions, and does not say that it has',
  'resources-unsubscribe': 'the same',
  'prompts-get-simple': 'gets test_simple_prompt',
  'prompts-get-with-args': 'gets test_prompt_with_arguments',
  'prompts-get-embedded-resource': 'gets test_prompt_with_embedded_resource',
  'prompts-get-with-image': 'gets test_prompt_with_image',
}

describe('the official conformance suite of MCP', () => {
  const stage = mcpStage('first')
  /** By scenario: checks that passed, and that failed. */
  const results = new Map<string, { readonly passed: number; readonly failed: number }>()
  let output = ''
  beforeAll(async () => {
    const { url } = await startMcpHttp(stage.sandbox)
    // It fails, for scenarios that do not apply are among all.
    output = await promisify(execFile)(process.execPath, [suite, 'server', '--url', url, '--suite', 'all'], { cwd: stage.sandbox.work, env: stage.sandbox.env, maxBuffer: 64 * 1024 * 1024 }).then(
      ({ stdout }) => stdout,
      (failed: { readonly stdout: string }) => failed.stdout,
    )
    for (const [, name = '', passed, failed] of output.matchAll(/^[✓✗] ([\w-]+): (\d+) passed, (\d+) failed$/gm)) results.set(name, { passed: Number(passed), failed: Number(failed) })
  })

  test('has no scenario that is not known here', () => {
    expect([...results.keys()].sort(), output.slice(-2000)).toEqual([...applies, ...Object.keys(doesNotApply)].sort())
  })

  test.each(applies)('%s passes', (name) => {
    const { passed = 0, failed } = results.get(name) ?? {}
    expect(failed).toBe(0)
    expect(passed).toBeGreaterThan(0)
  })

  test.each(Object.entries(doesNotApply))('%s does not apply: it %s', (name) => {
    expect(results.get(name)?.passed).toBe(0)
  })
})
