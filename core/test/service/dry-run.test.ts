import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import { DryRun } from '../../src/service/dry-run.ts'
import { PlanRun } from '../../src/service/plan-run.ts'
import { sampleBackend } from '../backend/sample-backend.ts'
import { configWith, host, noSessions, registered } from './registered.ts'

const dry = (backend = sampleBackend()) => new DryRun(new PlanRun(configWith({ default_backend: 'acme' }), registered({ acme: backend }), host, noSessions))

test('says what would be started and where, with the prompt unseen', async () => {
  expect(await dry().execute({ prompt: 'private words', cwd: tmpdir(), via: 'cli' })).toEqual({ backend: 'acme', dry_run: true, working_dir: tmpdir(), command: '/opt/acme --print < PROMPT' })
})

test('names the bare command where the CLI is not installed', async () => {
  expect(await dry(sampleBackend({ find: () => Promise.resolve(undefined) })).execute({ prompt: 'x', cwd: tmpdir(), via: 'cli' })).toMatchObject({ command: 'acme --print < PROMPT' })
})

test('tells the directory that the backend chooses, where it does', async () => {
  const backend = sampleBackend({ command: () => ({ file: 'acme', args: [], cwd: '/elsewhere', stop: { signal: 'SIGTERM', grace_ms: 1 } }) })
  expect(await dry(backend).execute({ prompt: 'x', cwd: tmpdir(), via: 'cli' })).toMatchObject({ working_dir: '/elsewhere', command: 'acme' })
})
