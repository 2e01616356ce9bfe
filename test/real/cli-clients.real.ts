import { describe, expect, test } from 'vitest'
import { askWithClaude, askWithCodex } from './cli-as-client.ts'
import { servedStage } from './served-stage.ts'

describe.each(['claude', 'gemini'] as const)('Codex CLI as a client, with %s behind the server', (name) => {
  const stage = servedStage(name)
  const codex = (...args: string[]) => askWithCodex(stage, args)

  test('asks, shows the answer, and goes on with its conversation', async () => {
    stage.model.script({ text: ['Hello ', 'Ann'], usage: { input: 100, output: 7 } })
    const first = await codex('my name is Ann')
    expect(first.code, first.stdout + first.stderr).toBe(0)
    const events = first.events()
    expect(events.find(({ item }) => item?.type === 'agent_message')).toMatchObject({ item: { text: 'Hello Ann' } })
    expect(events.at(-1)).toMatchObject({ type: 'turn.completed', usage: { input_tokens: 100, output_tokens: 7 } })
    expect(stage.model.requests.at(-1)?.system).toContain('Be brief.')
    stage.model.script({ text: ['Ann'] })
    const second = await codex('resume', String(events[0]?.['thread_id']), 'what is my name?')
    expect(second.events().find(({ item }) => item?.type === 'agent_message')).toMatchObject({ item: { text: 'Ann' } })
    expect(stage.model.requests.at(-1)?.prompt).toContain('{"role":"assistant","content":"Hello Ann"}\n{"role":"user","content":"what is my name?"}')
  })

  test('tells a failure of the model', async () => {
    stage.model.script({ error: { status: 400, message: 'the model said no' } })
    const { code, stdout } = await codex('hello')
    expect(code).toBe(1)
    expect(stdout).toContain('turn.failed')
    expect(stdout).toContain('the model said no')
  })

  test('is told that its tools cannot be called', async () => {
    const { code, stdout } = await askWithCodex(stage, ['hello'], { bare: false, url: `${stage.server.url}/v1` })
    expect(code).toBe(1)
    expect(stdout).toContain('tools of the client cannot be called')
  })
})

describe.each(['codex', 'gemini'] as const)('Claude Code as a client, with %s behind the server', (name) => {
  const stage = servedStage(name)
  const claude = (args: readonly string[], tools = '') => askWithClaude(stage, args, tools)

  test('asks, shows the answer, and goes on with its conversation', async () => {
    stage.model.script({ text: ['Hello ', 'Ann'], usage: { input: 100, output: 7 } })
    const first = await claude(['my name is Ann'])
    expect(first.code, first.stdout + first.stderr).toBe(0)
    expect(first.json()).toMatchObject({ is_error: false, result: 'Hello Ann', stop_reason: 'end_turn', usage: { input_tokens: 100, output_tokens: 7 } })
    expect(stage.model.requests.at(-1)?.system).toContain('Be brief.')
    expect(stage.model.requests.at(-1)?.prompt).toContain('my name is Ann')
    stage.model.script({ text: ['Ann'] })
    const second = await claude(['--resume', String(first.json()['session_id']), 'what is my name?'])
    expect(second.json()).toMatchObject({ is_error: false, result: 'Ann' })
    expect(stage.model.requests.at(-1)?.prompt).toContain('{"role":"assistant","content":"Hello Ann"}')
  })

  test('tells a failure of the model', async () => {
    stage.model.script({ error: { status: 400, message: 'the model said no' } })
    const { code, stdout } = await claude(['hello'])
    expect(code).toBe(1)
    expect(stdout).toContain('the model said no')
  })

  test('is told that its tools cannot be called', async () => {
    const { code, stdout } = await claude(['hello'], 'Bash')
    expect(code).toBe(1)
    expect(stdout).toContain('tools of the client cannot be called')
  })
})
