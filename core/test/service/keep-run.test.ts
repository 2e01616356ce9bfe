import { expect, test } from 'vitest'
import { createLog } from '../../src/log.ts'
import { KeepRun } from '../../src/service/keep-run.ts'
import type { RunPlan } from '../../src/service/plan-run.ts'
import { plainRequest, sampleBackend } from '../backend/sample-backend.ts'
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
