import { describe, expect, test } from 'vitest'
import { until } from '../sandbox.ts'
import { askWithClaude, askWithCodex } from './cli-as-client.ts'
import { servedStage, type ServedStage } from './served-stage.ts'
import { takeThePlace } from './taken-place.ts'

const clients = [
  ['Codex CLI', 'claude', (stage: ServedStage, prompt: string) => askWithCodex(stage, [prompt])],
  ['Claude Code', 'codex', (stage: ServedStage, prompt: string) => askWithClaude(stage, [prompt])],
] as const

describe.each(clients)('%s as a client, with %s behind the server, tells that', (_name, behind, ask) => {
  const stage = servedStage(behind, { env: () => ({ CLINVK_SERVER_MAX_RUNS: '1', CLINVK_SERVER_MAX_QUEUE: '0', CLINVK_SERVER_MAX_REQUEST_BODY_BYTES: '60000' }) })

  test('every place is taken, and is answered when one is free', async () => {
    const giveBack = await takeThePlace(stage)
    const refused = await ask(stage, 'hello')
    expect([refused.code, refused.stdout], refused.stderr).toEqual([1, expect.stringMatching(/no slot for another run/)])
    await giveBack()
    const taken = await ask(stage, 'hello')
    expect(taken.code, taken.stdout + taken.stderr).toBe(0)
    expect(taken.stdout).toContain('ok')
  })

  test('the CLI behind is not signed in', async () => {
    stage.model.script({ error: { status: 401, type: 'authentication_error', message: 'no' } })
    const { code, stdout, stderr } = await ask(stage, 'hello')
    expect([code, stdout], stderr).toEqual([1, expect.stringMatching(/sign in|log in/i)])
  })

  test('a request is too large', async () => {
    stage.model.script({ text: ['ok'] })
    const { code, stdout, stderr } = await ask(stage, 'x'.repeat(70_000))
    expect([code, stdout], stderr).toEqual([1, expect.stringMatching(/exceeds size limit|too large/i)])
    expect(stage.model.requests).toEqual([])
    await until(() => stage.sandbox.runs().length === 0, 'the end of every run')
  })
})
