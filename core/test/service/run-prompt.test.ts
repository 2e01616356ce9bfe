import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { ClinvkError, type RunEvent } from '@clinvk/plugin-sdk'
import { expect, test, vi } from 'vitest'
import type { BackendRunner } from '../../src/backend/run-backend.ts'
import { KeepRun } from '../../src/service/keep-run.ts'
import { PlanRun } from '../../src/service/plan-run.ts'
import { RunPrompt } from '../../src/service/run-prompt.ts'
import { sampleBackend } from '../backend/sample-backend.ts'
import { temporaryStore } from '../session/temporary-store.ts'
import { configWith, host, registered } from './registered.ts'

type Run = (placed: () => void) => AsyncGenerator<RunEvent, void>

/** Asks a backend whose CLI runs like this, and keeps the run in `store`. */
function stage(run: Run) {
  const { store, dir } = temporaryStore()
  const config = configWith({ default_backend: 'acme' })
  const sessions = () => Promise.resolve(store)
  const runner = { run: (_plan: unknown, _signal: AbortSignal, placed: () => void) => run(placed) } as unknown as BackendRunner
  const keep = new KeepRun(sessions, config.session, { debug: () => {}, warn: (message) => expect.fail(message) })
  const prompt = new RunPrompt(new PlanRun(config, registered({ acme: sampleBackend({ name: 'acme' }) }), host, sessions), runner, keep)
  return { store, dir, events: () => prompt.execute({ prompt: 'hi', cwd: tmpdir(), via: 'http' }, new AbortController().signal) }
}

test('a run that finds no place leaves no session, and has made none', async () => {
  const { store, dir, events } = stage(async function* () {
    yield* await Promise.reject<RunEvent[]>(new ClinvkError('overloaded', 'no slot for another run'))
  })
  await expect(events().next()).rejects.toMatchObject({ code: 'overloaded' })
  expect([store.created, existsSync(dir)]).toEqual([0, false])
})

test('the session of a run that has its place is written while the CLI starts', async () => {
  const { store, events } = stage(async function* (placed) {
    expect(store.created).toBe(0)
    placed()
    // The CLI says nothing before.
    await vi.waitUntil(() => store.created === 1)
    yield { type: 'done', content: {} }
  })
  expect((await events().next()).value).toMatchObject({ type: 'done', session_id: (await store.list()).sessions[0]?.id })
})
