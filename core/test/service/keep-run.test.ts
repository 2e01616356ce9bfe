import { expect, test } from 'vitest'
import { createLog } from '../../src/log.ts'
import { KeepRun } from '../../src/service/keep-run.ts'
import type { RunPlan } from '../../src/service/plan-run.ts'
import { plainRequest, sampleBackend } from '../backend/sample-backend.ts'
import { temporaryStore } from '../session/temporary-store.ts'
import { configWith, noSessions } from './registered.ts'

test('that a run cannot be kept is said in the log of who asked, else in that of clinvk', async () => {
  const said: Record<string, string[]> = { own: [], asked: [] }
  const log = (name: 'own' | 'asked') => createLog({ debug: false, write: (text) => void said[name]?.push(text) })
  const keep = new KeepRun(noSessions, configWith().session, log('own'))
  const plan = { backend: sampleBackend(), request: plainRequest(), prompt: 'hi', via: 'http' } as unknown as RunPlan
  expect(await keep.open({ ...plan, log: log('asked') })).toBeUndefined()
  expect(said).toEqual({ own: [], asked: [expect.stringContaining('this run is not saved')] })
  await keep.open(plan)
  expect(said['own']).toHaveLength(1)
})

test('a session that went on between plan and run is not gone on with, and is free again', async () => {
  const { store } = temporaryStore()
  const planned = await store.create({ backend: 'acme', working_dir: '/' })
  await store.update(planned.id, (before) => ({ ...before, turn_count: 1 }))
  const keep = new KeepRun(() => Promise.resolve(store), configWith().session, createLog({ debug: false, write: () => {} }))
  const plan = { backend: sampleBackend(), request: plainRequest(), prompt: 'hi', via: 'http' } as unknown as RunPlan
  await expect(keep.reopen(plan, planned)).rejects.toMatchObject({ code: 'session_busy', message: expect.stringContaining('went on meanwhile') })
  expect((await keep.reopen(plan, await store.get(planned.id))).id).toBe(planned.id)
})
