import { fileURLToPath } from 'node:url'
import type { RunResult } from '../../core/src/service/fold-events.ts'
import { composeServices } from '../../core/src/compose.ts'
import { loadConfig } from '../../core/src/config/load.ts'
import { createLog } from '../../core/src/log.ts'
import type { PromptRequest } from '../../core/src/service/prompt-request.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStage, realBackends, type Stage } from './real-backend.ts'

describe.each(realBackends)('a conversation with $name', (backend) => {
  let stage: Stage
  let ask: (prompt: string, more?: Partial<PromptRequest>) => Promise<RunResult>
  beforeAll(async () => {
    stage = await openStage(backend)
    const env = stage.sandbox.env
    const { config, home } = await loadConfig({ env })
    const { runPrompt } = composeServices({ root: fileURLToPath(new URL('../../core/', import.meta.url)), env, config, home, log: createLog({ debug: false, write: () => undefined }) })
    ask = async (prompt, more = {}) => {
      const run = runPrompt.execute({ prompt, backend: backend.name, model: backend.model, cwd: stage.sandbox.work, ...more }, new AbortController().signal)
      for (;;) {
        const next = await run.next()
        if (next.done === true) return next.value
      }
    }
  })
  afterAll(() => stage.close())

  const resume = (last: RunResult, fork = false): Partial<PromptRequest> => ({
    resume: { backend_session_id: last.backend_session_id as string, fork, ...(last.backend_state === undefined ? {} : { state: last.backend_state }) },
  })
  const history = () => JSON.stringify(stage.model.requests.at(-1)?.body)

  test('goes on by its id, with its history and the usage of each turn alone', async () => {
    stage.model.script({ text: ['answer one'], usage: { input: 100, output: 10 } })
    const first = await ask('question one')
    stage.model.script({ text: ['answer two'], usage: { input: 150, output: 11 } })
    const second = await ask('question two', resume(first))
    expect(second).toMatchObject({ content: 'answer two', backend_session_id: first.backend_session_id, usage: { input_tokens: 150, output_tokens: 11 } })
    expect(history()).toContain('question one')
    expect(history()).toContain('answer one')
    const third = await ask('question three', resume({ ...second }))
    expect(third.usage).toMatchObject({ input_tokens: 150, output_tokens: 11 })
    expect(history()).toContain('question two')
  })

  test('that is forked has an id of its own and leaves the first as it was', async (context) => {
    stage.model.script({ text: ['root answer'] })
    const first = await ask('root question')
    const forked = await ask('forked question', resume(first, true)).catch((error: Error & { code?: string }) => error)
    if (forked instanceof Error) {
      expect(forked.code).toBe('unsupported')
      context.skip(`${backend.name} cannot fork`)
    }
    expect(forked).toMatchObject({ content: 'root answer' })
    expect((forked as RunResult).backend_session_id).not.toBe(first.backend_session_id)
    expect(history()).toContain('root question')
    await ask('next question', resume(first))
    expect(history()).not.toContain('forked question')
  })

  test('that nobody knows is an error, and no new one is begun', async () => {
    stage.model.script({ text: ['never'] })
    for (const id of ['01a1f9ec-3d1c-7ef1-a77c-621063aa505d', 'not-an-id']) {
      const error = await ask('hello', { resume: { backend_session_id: id, fork: false } }).then(
        (result) => result.error,
        (thrown: unknown) => thrown,
      )
      expect(error).toMatchObject({ code: 'session_not_resumable' })
    }
    expect(stage.model.requests).toHaveLength(0)
  })

  test('limits its turns, or says that it cannot', async () => {
    stage.model.script({ text: ['step'], tools: [backend.read('/etc/hostname')] })
    const outcome = await ask('loop', { max_turns: 1 }).then(
      (result) => result.error,
      (thrown: unknown) => thrown,
    )
    if (backend.name === 'codex') expect(outcome).toMatchObject({ code: 'unsupported' })
    else expect(outcome).toMatchObject({ code: 'backend_error', details: { reason: 'max_turns' } })
  })
})
