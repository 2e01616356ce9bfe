import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Serving, startServe } from '../serving.ts'
import { openStage, realBackends, type Stage } from './real-backend.ts'

describe.each(realBackends)('a conversation with $name through the command line and over HTTP', (backend) => {
  let stage: Stage
  let server: Serving
  beforeAll(async () => {
    stage = await openStage(backend)
    server = await startServe(stage.sandbox)
  })
  afterAll(() => stage.close())

  const model = backend.name === 'gemini' ? { model: backend.model } : {}
  const flags = backend.name === 'gemini' ? ['-m', backend.model] : []
  const http = async (body: object) => (await (await server.prompt({ ...model, ...body })).json()) as Record<string, any>
  const turns = async (id: string) => ((await (await fetch(`${server.url}/api/v1/sessions/${id}/turns`)).json()) as { turns: { prompt: string; via: string }[] }).turns.map(({ prompt, via }) => `${via}: ${prompt}`)
  const history = () => JSON.stringify(stage.model.requests.at(-1)?.body)

  test('begins in the terminal, goes on over HTTP, and back', async () => {
    stage.model.script({ text: ['root answer'], usage: { input: 100, output: 10 } })
    const first = (await stage.sandbox.run(['-b', backend.name, ...flags, 'question one', '--json'])).json()
    stage.model.script({ text: ['answer two'], usage: { input: 150, output: 11 } })
    const second = await http({ session_id: String(first['session_id']).slice(0, 10), prompt: 'question two' })
    expect(second).toMatchObject({ output: 'answer two', exit_code: 0, session_id: first['session_id'], backend_session_id: first['backend_session_id'], token_usage: { input_tokens: 150, output_tokens: 11 } })
    expect(history()).toContain('question one')
    expect(history()).toContain('root answer')
    stage.model.script({ text: ['answer three'], usage: { input: 170, output: 12 } })
    const third = (await stage.sandbox.run(['resume', String(first['session_id']), ...flags, 'question three', '--json'])).json()
    expect(third).toMatchObject({ content: 'answer three', exit_code: 0, session_id: first['session_id'] })
    expect(history()).toContain('question two')
    expect(history()).toContain('answer two')
    expect(await turns(String(first['session_id']))).toEqual(['cli: question one', 'http: question two', 'cli: question three'])
  })

  test('begins over HTTP as a stream, and goes on in the terminal', async () => {
    stage.model.script({ text: ['root answer'] })
    const answer = await server.prompt({ backend: backend.name, ...model, workdir: stage.sandbox.work, prompt: 'asked over HTTP', output_format: 'stream-json' })
    const events = (await answer.text()).trim().split('\n').map((line) => JSON.parse(line) as Record<string, any>)
    expect(events.at(-1)).toMatchObject({ type: 'done' })
    const id = String(events[0]?.['session_id'])
    stage.model.script({ text: ['more'] })
    const second = (await stage.sandbox.run(['resume', id.slice(0, 10), ...flags, 'asked in the terminal', '--json'])).json()
    expect(second).toMatchObject({ content: 'more', exit_code: 0, session_id: id })
    expect(history()).toContain('asked over HTTP')
    expect(await turns(id)).toEqual(['http: asked over HTTP', 'cli: asked in the terminal'])
  })

  test('goes on over HTTP in the private folder that it began in', async () => {
    stage.model.script({ text: ['root answer'] })
    const first = await http({ backend: backend.name, prompt: 'without a place' })
    stage.model.script({ text: ['more'] })
    expect(await http({ session_id: first['session_id'], prompt: 'still without' })).toMatchObject({ output: 'more', exit_code: 0, session_id: first['session_id'] })
    expect(history()).toContain('without a place')
  })

  test('builds on itself in the steps of a chain', async () => {
    stage.model.script({ text: ['said'] })
    const step = { backend: backend.name, ...model }
    const answer = await fetch(`${server.url}/api/v1/chain`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ steps: [{ ...step, prompt: 'the first step' }, { ...step, prompt: 'the second step', session: 'continue' }], persist_sessions: true }),
    })
    expect(await answer.json()).toMatchObject({ completed_steps: 2, results: [{ output: 'said' }, { output: 'said' }] })
    expect(history()).toContain('the first step')
  })
})
