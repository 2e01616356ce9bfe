import { expect, test } from 'vitest'
import { openStage, type RealBackend, realBackends } from './real-backend.ts'

test('Claude Code 2.1.197 answers and is read the same way, for one request to its model', async () => {
  const claude = realBackends.find(({ name }) => name === 'claude') as RealBackend
  const stage = await openStage(claude, 'claude-older')
  try {
    stage.model.script({ text: ['older ', 'answer'], usage: { input: 20, output: 3 } })
    const run = await stage.sandbox.run(stage.ask('/help me', '-o', 'json', '--system-prompt', 'be brief'))
    expect(run.json(), run.stderr).toMatchObject({ content: 'older answer', exit_code: 0, usage: { input_tokens: 20, output_tokens: 3 } })
    expect(stage.model.requests).toHaveLength(1)
    expect(stage.model.requests[0]?.prompt).toContain('/help me')
    expect(stage.model.requests[0]?.system).toContain('be brief')
  } finally {
    await stage.close()
  }
})
