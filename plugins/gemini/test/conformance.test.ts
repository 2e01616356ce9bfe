import { conformance } from '@clinvk/plugin-sdk/testing'
import { test } from 'vitest'
import backend from '../src/backend.ts'

conformance({
  test,
  backend,
  recordings: new URL('./recordings/', import.meta.url),
  manifest: new URL('../package.json', import.meta.url),
})
