import { expect, test } from 'vitest'
import { itSaid, mcpClis, toolResults } from './mcp-clis.ts'

const clis = mcpClis()

test('Claude Code has Codex CLI asked in the background, and gets the answer with clinvk_job', async () => {
  expect((await clis.sandbox.run(['mcp', 'install', 'claude', '--json'])).code).toBe(0)
  const [own, other] = [clis.model('claude'), clis.model('codex')]
  own.script(({ tool_results: results }) => {
    if (results.length === 0) return { tools: [{ name: 'mcp__clinvk__clinvk_prompt', input: { backend: 'codex', prompt: 'PING', workdir: clis.sandbox.work, background: true } }] }
    const id = /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(results.join())?.[0]
    if (results.length === 1) return { tools: [{ name: 'mcp__clinvk__clinvk_job', input: { id, wait_secs: 50 } }] }
    return { text: [itSaid(results.at(-1) ?? '')] }
  })
  other.script({ text: ['PONG-4711'] })
  const { code, stdout, stderr } = await clis.run('claude', ['-p', 'ask the other one', '--allowedTools', 'mcp__clinvk'])
  expect(stdout, `${stderr}\n${toolResults(own)}`).toContain('it said PONG-4711')
  expect(code).toBe(0)
  const answers = own.requests.at(-1)?.tool_results ?? []
  expect(answers[0]).toContain('running')
  expect(answers[1]).toContain('completed')
  expect(clis.sandbox.processes()).toEqual([])
})
