import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answerSchema, redPixel } from './case-material.ts'
import { openStage, realBackends, type Stage } from './real-backend.ts'

describe.each(realBackends)('$name and what goes with a prompt', (backend) => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage(backend)
    stage.sandbox.write('work/schema.json', JSON.stringify(answerSchema))
  })
  afterAll(() => stage.close())

  const picture = () => stage.sandbox.write('work/dot.png', Buffer.from(redPixel, 'base64'))
  const sent = () => JSON.stringify(stage.model.requests.map(({ body }) => body))

  test('a picture reaches the model, also in a session that is gone on with; or it is refused before anything starts', async () => {
    stage.model.script({ text: ['I see red.'] })
    const file = picture()
    const run = await stage.sandbox.run(stage.ask('what colour is it', '-o', 'json', '--image', file))
    if (backend.name === 'gemini') {
      expect(run.json()).toMatchObject({ error: { code: 'unsupported' } })
      expect(stage.model.log).toEqual([])
      return
    }
    expect(run.json(), run.stderr).toMatchObject({ content: 'I see red.', exit_code: 0 })
    expect(sent()).toContain(redPixel.slice(0, 40))
    stage.model.script({ text: ['Still red.'] })
    const next = await stage.sandbox.run(['-c', 'and this one', '-o', 'json', '--image', file])
    expect(next.json(), next.stderr).toMatchObject({ content: 'Still red.', session_id: run.json()['session_id'] })
  })

  test('an answer that fits the schema comes as nothing but its JSON', async () => {
    const reply = backend.name === 'claude' ? { tools: [{ name: 'StructuredOutput', input: { answer: 42 } }] } : { text: ['{"answer"', ': 42}'] }
    stage.model.script([reply, { text: ['unused'] }])
    const run = await stage.sandbox.run(stage.ask('what is the answer', '-o', 'stream-json', '--json-schema', 'schema.json'))
    const events = run.events()
    expect(events.at(-1), run.stdout + run.stderr).toMatchObject({ type: 'done', content: { structured_output: { answer: 42 } } })
    expect(events.filter(({ type }) => type === 'message' || type.startsWith('tool')).map(({ content }) => JSON.parse(content.text as string) as unknown)).toEqual([{ answer: 42 }])
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_event, index) => index + 1))
    // Natively where the CLI can, else in words.
    expect(sent()).toContain('additionalProperties')
    expect(run.code).toBe(0)
  })

  test('an answer that does not fit is asked for once more, then the run has failed', async () => {
    stage.model.script({ text: ['{"answer": "many"}'] })
    const run = await stage.sandbox.run(stage.ask('what is the answer', '-o', 'json', '--json-schema', 'schema.json'))
    expect(run.json(), run.stderr).toMatchObject({ error: { code: 'backend_output_invalid' } })
    // Claude Code itself asks once more for its tool to be called, so there the answer is two texts.
    expect(JSON.stringify(run.json()['warnings'])).toContain(backend.name === 'claude' ? 'it is no JSON' : '/answer: must be integer')
    expect(run.code).toBe(1)
    const sessions = await stage.sandbox.run(['sessions', 'list', '--json', '-b', backend.name])
    expect(sessions.stdout).toContain('"turn_count": 2')
  })

  test('the second answer counts where it fits', async () => {
    const good = backend.name === 'claude' ? { tools: [{ name: 'StructuredOutput', input: { answer: 7 } }] } : { text: ['```json\n{"answer": 7}\n```'] }
    // Claude Code itself asks once more for an answer through its tool.
    stage.model.script((request) => (/did not fit/.test(JSON.stringify(request.body)) ? good : { text: ['seven'] }))
    const run = await stage.sandbox.run(stage.ask('what is the answer', '-o', 'text', '--ephemeral', '--json-schema', 'schema.json'))
    expect(run.stdout.trim(), run.stderr).toMatch(/^\{"answer": ?7\}$/)
    expect(run.code).toBe(0)
  })
})
