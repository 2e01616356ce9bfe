import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStage, realBackends, type Stage } from './real-backend.ts'

describe.each(realBackends)('a conversation with $name', (backend) => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage(backend)
  })
  afterAll(() => stage.close())

  const clinvk = async (...args: string[]) => (await stage.sandbox.run([...args, '--json'])).json()
  const model = backend.name === 'gemini' ? ['-m', backend.model] : []
  const history = () => JSON.stringify(stage.model.requests.at(-1)?.body)
  const begin = async (question: string) => {
    stage.model.script({ text: ['root answer'], usage: { input: 100, output: 10 } })
    return clinvk('-b', backend.name, ...model, question)
  }

  test('goes on with -c, and by the beginning of its id, with its history and the usage of each turn alone', async () => {
    const first = await begin('question one')
    stage.model.script({ text: ['answer two'], usage: { input: 150, output: 11 } })
    const second = await clinvk('-c', ...model, 'question two')
    expect(second).toMatchObject({ content: 'answer two', exit_code: 0, session_id: first['session_id'], backend_session_id: first['backend_session_id'], usage: { input_tokens: 150, output_tokens: 11 } })
    expect(history()).toContain('question one')
    expect(history()).toContain('root answer')
    const third = await clinvk('resume', first['session_id'].slice(0, 10), ...model, 'question three')
    expect(third).toMatchObject({ exit_code: 0, session_id: first['session_id'], usage: { input_tokens: 150, output_tokens: 11 } })
    expect(history()).toContain('question two')
    const kept = await clinvk('sessions', 'show', first['session_id'])
    expect(kept).toMatchObject({ status: 'completed', turn_count: 3, working_dir: stage.sandbox.work, token_usage: { input_tokens: 400, output_tokens: 32 } })
    expect(kept['turns'].map(({ prompt }: { prompt: string }) => prompt)).toEqual(['question one', 'question two', 'question three'])
  })

  test('goes on in its own directory, wherever clinvk is started', async () => {
    const first = await begin('question of the project')
    const run = await stage.sandbox.run(['resume', first['session_id'], ...model, 'from elsewhere', '--json'], { cwd: stage.sandbox.tmp })
    expect(run.json(), run.stderr).toMatchObject({ exit_code: 0, session_id: first['session_id'] })
    expect(history()).toContain('question of the project')
  })

  test('that is forked has an id of its own and leaves the first as it was', async (context) => {
    const first = await begin('root question')
    const forked = await clinvk('resume', first['session_id'], '--fork', ...model, 'forked question')
    if (forked['error'] !== undefined) {
      expect(forked['error'].code).toBe('unsupported')
      context.skip(`${backend.name} cannot fork`)
    }
    expect(forked).toMatchObject({ content: 'root answer', exit_code: 0 })
    expect(forked['session_id']).not.toBe(first['session_id'])
    expect(forked['backend_session_id']).not.toBe(first['backend_session_id'])
    expect(history()).toContain('root question')
    const copy = await clinvk('sessions', 'fork', first['session_id'])
    expect(await clinvk('resume', copy['id'], 'LATER-MARKER')).toMatchObject({ exit_code: 0, session_id: copy['id'] })
    expect(history()).toContain('root question')
    await clinvk('resume', first['session_id'], 'next question')
    expect(history()).not.toContain('forked question')
    expect(history()).not.toContain('LATER-MARKER')
  })

  test('that the CLI has lost is an error, and no new one is begun', async () => {
    const first = await begin('to be lost')
    const file = join(stage.sandbox.home, '.clinvk', 'sessions', `${first['session_id']}.json`)
    const kept = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
    for (const id of ['01a1f9ec-3d1c-7ef1-a77c-621063aa505d', 'not-an-id']) {
      writeFileSync(file, JSON.stringify({ ...kept, backend_session_id: id }))
      stage.model.script({ text: ['never'] })
      const run = await stage.sandbox.run(['resume', first['session_id'], ...model, 'hello', '--json'])
      expect(run.json()['error'], run.stdout).toMatchObject({ code: 'session_not_resumable' })
      expect(run.json()['error'].hint).toBeTruthy()
      expect(run.code).toBe(4)
      expect(stage.model.requests).toHaveLength(0)
    }
  })

  test('stays usable after a failed turn, and after one that was cancelled', async () => {
    const first = await begin('steady question')
    stage.model.script({ error: { status: 400, type: 'invalid_request_error', message: 'no' } })
    expect((await clinvk('resume', first['session_id'], ...model, 'fails', '--max-retries', '0'))['error'].code).toBe('backend_error')
    expect(await clinvk('sessions', 'show', first['session_id'])).toMatchObject({ status: 'error', turn_count: 2 })
    stage.model.script({ hang: 'headers' })
    expect((await clinvk('resume', first['session_id'], ...model, 'hangs', '--timeout', '4'))['error'].code).toBe('timeout')
    stage.model.script({ text: ['steady answer'] })
    expect(await clinvk('resume', first['session_id'], ...model, 'again')).toMatchObject({ content: 'steady answer', exit_code: 0 })
    expect(history()).toContain('steady question')
    const kept = await clinvk('sessions', 'show', first['session_id'])
    expect(kept).toMatchObject({ status: 'completed', turn_count: 4 })
    expect(kept['error_message']).toBeUndefined()
  })

  test('limits its turns, or says that it cannot', async () => {
    stage.model.script({ text: ['step'], tools: [backend.read('/etc/hostname')] })
    const { error } = await clinvk('-b', backend.name, ...model, 'loop', '--max-turns', '1')
    if (backend.name === 'codex') expect(error).toMatchObject({ code: 'unsupported' })
    else expect(error).toMatchObject({ code: 'backend_error', details: { reason: 'max_turns' } })
  })
})
