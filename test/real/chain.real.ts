import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { everyCli } from './every-cli.ts'
import { realBackends } from './real-backend.ts'

const example = fileURLToPath(new URL('../../examples/pipelines/design-implement-review.yaml', import.meta.url))

const clis = everyCli('first')
const { model } = clis
const codex = realBackends.find(({ name }) => name === 'codex') as (typeof realBackends)[number]

test('the example: Claude designs, Codex implements in the directory, Gemini reviews', async () => {
  model('claude').script({ text: ['DESIGN: leap.js exports isLeap. It also says {{previous}}.'] })
  model('codex').script([{ tools: [codex.write('leap.js', 'export const isLeap = (y) => y % 4 === 0')] }, { text: ['DONE: leap.js is new.'] }])
  model('gemini').script({ text: ['REVIEW: 1900 is wrong.'] })
  const run = await clis.sandbox.run(['chain', '-f', example, '--input-text', 'TASK: leap years', '--json'])
  expect(run.json(), run.stderr).toMatchObject({
    total_steps: 4,
    completed_steps: 3,
    exit_code: 0,
    results: [
      { name: 'design', backend: 'claude', status: 'completed', output: expect.stringContaining('DESIGN') },
      { name: 'implement', backend: 'codex', status: 'completed', output: 'DONE: leap.js is new.' },
      { name: 'review', backend: 'gemini', status: 'completed', output: 'REVIEW: 1900 is wrong.' },
      { name: 'explain-failure', status: 'skipped' },
    ],
  })
  expect(model('claude').requests.at(-1)?.prompt).toContain('TASK: leap years')
  expect(model('codex').requests[0]?.prompt).toContain('DESIGN: leap.js exports isLeap. It also says {{previous}}.')
  expect(model('gemini').requests.at(-1)?.prompt).toContain('TASK: leap years')
  expect(model('gemini').requests.at(-1)?.prompt).toContain('DONE: leap.js is new.')
  expect(readFileSync(`${clis.sandbox.work}/leap.js`, 'utf8')).toContain('isLeap')
  expect(clis.sandbox.processes()).toEqual([])
  const { sessions } = (await clis.sandbox.run(['sessions', 'list', '--json'])).json()
  expect(sessions.map(({ backend }: { backend: string }) => backend).sort()).toEqual(['claude', 'codex', 'gemini'])
})

test('a model service that fails in the middle stops the chain, and the step that waits for it says why', async () => {
  model('claude').script({ text: ['said by claude'] })
  model('codex').script({ error: { status: 400, type: 'invalid_request_error', message: 'no such thing' } })
  model('gemini').script({ text: ['never'] })
  const file = clis.sandbox.write('work/failing.yaml', 'steps:\n  - {backend: claude, prompt: one}\n  - {name: two, backend: codex, prompt: "two {{previous}}"}\n  - {backend: gemini, prompt: three}\n  - {backend: claude, when: {step: two, is: failed}, prompt: "why? {{steps.two.error}}"}\n')
  const run = await clis.sandbox.run(['chain', '-f', file, '--max-retries', '0', '--json'])
  expect(run.json(), run.stderr).toMatchObject({ completed_steps: 2, failed_step: 2, exit_code: 1, results: [{ step: 1 }, { step: 2, status: 'failed' }, { step: 4, status: 'completed' }] })
  expect(model('gemini').requests).toEqual([])
  expect(model('claude').requests.at(-1)?.prompt).toContain(`why? ${run.json()['results'][1].error.message}`)
})

test('steps of one backend go on in one conversation', async () => {
  for (const { name } of realBackends) model(name).script({ text: ['ok'] })
  const steps = realBackends.flatMap(({ name }) => [`  - {backend: ${name}, prompt: "remember MARKER"}`, `  - {backend: ${name}, prompt: "and now", session: continue}`])
  const file = clis.sandbox.write('work/sessions.yaml', `persist_sessions: true\nsteps:\n${steps.join('\n')}\n`)
  const run = await clis.sandbox.run(['chain', '-f', file, '--json'])
  const { results } = run.json()
  expect(run.json(), run.stderr).toMatchObject({ completed_steps: 6, exit_code: 0 })
  for (const [index, { name }] of realBackends.entries()) {
    expect(results[2 * index + 1].session_id, name).toBe(results[2 * index].session_id)
    expect(JSON.stringify(model(name).requests.at(-1)?.body), name).toContain('MARKER')
  }
  expect(existsSync(`${clis.sandbox.home}/.clinvk/runs`) ? clis.sandbox.processes() : []).toEqual([])
})
