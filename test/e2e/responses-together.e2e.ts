import { afterEach, beforeEach, expect, test } from 'vitest'
import { writeExecutable } from '../replay/replay-cli.ts'
import { Sandbox } from '../sandbox.ts'
import { startServe } from '../serving.ts'

let sandbox: Sandbox
beforeEach(() => {
  sandbox = new Sandbox()
  sandbox.env['PATH'] = `${sandbox.root}/bin:${sandbox.env['PATH']}`
  // A CLI of Codex's kind that repeats the last line that it is told, at once.
  writeExecutable(`${sandbox.root}/bin`, 'codex', [
    'last=$(tail -n 1 | tr -d \'"{}\' )',
    'printf \'{"type":"thread.started","thread_id":"01a1f9ec-3d1c-7ef1-a77c-621063aa505d"}\\n{"type":"turn.started"}\\n{"type":"item.completed","item":{"id":"item_0","type":"agent_message","text":"%s"}}\\n\' "$last"',
    'printf \'{"type":"turn.completed","usage":{"input_tokens":3,"cached_input_tokens":1,"output_tokens":2}}\\n\'',
  ])
})
afterEach(() => sandbox.remove())

test('requests that go on after one response at the same time each get a response of their own, or are told to ask again', async () => {
  const server = await startServe(sandbox)
  const ask = async (body: object) => {
    const answer = await fetch(`${server.url}/v1/responses`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ model: 'codex', ...body }) })
    return { status: answer.status, again: answer.headers.get('x-should-retry'), body: (await answer.json()) as { id: string; output: { content: { text: string }[] }[]; error?: { code: string } } }
  }
  const first = await ask({ input: 'one' })
  expect(first.status).toBe(200)
  // Begun a little apart, so that some plan while another one ends.
  const inputs = Array.from({ length: 24 }, (_none, index) => `input ${index}`)
  const answers = await Promise.all(inputs.map(async (input, index) => {
    await new Promise((resolve) => setTimeout(resolve, index * 25))
    return { input, ...(await ask({ input, previous_response_id: first.body.id })) }
  }))
  const taken = answers.filter(({ status }) => status === 200)
  for (const { status, body, again } of answers) if (status !== 200) expect([status, body.error?.code, again]).toEqual([409, 'session_busy', 'true'])
  expect(new Set(taken.map(({ body }) => body.id)).size).toBe(taken.length)
  for (const { input, body } of taken) {
    const kept = (await (await fetch(`${server.url}/v1/responses/${body.id}`)).json()) as typeof body
    expect([input, kept.output[0]?.content[0]?.text]).toEqual([input, expect.stringContaining(input)])
  }
  // One goes on in the conversation; the others were too late for that, and branch.
  expect(taken.filter(({ body }) => body.id.slice(0, -8) === first.body.id.slice(0, -8))).toHaveLength(1)
})
