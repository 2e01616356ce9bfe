import { conformance } from '@clinvk/plugin-sdk/testing'
import { afterAll, beforeAll, test, vi } from 'vitest'
import backend from '../src/backend.ts'

// Reset times are told relative to now.
beforeAll(() => void vi.useFakeTimers({ toFake: ['Date'], now: new Date(2026, 10, 20, 12) }))
afterAll(() => void vi.useRealTimers())

conformance({
  test,
  backend,
  recordings: new URL('./recordings/', import.meta.url),
  manifest: new URL('../package.json', import.meta.url),
  found: { file: '/opt/codex/bin/codex', data: { env: {}, providers: ['work'] } },
})
