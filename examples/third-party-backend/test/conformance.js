import { test } from 'node:test'
import { conformance } from '@clinvk/plugin-sdk/testing'
import backend from '../dist/backend.js'

conformance({
  test,
  backend,
  recordings: new URL('./recordings/', import.meta.url),
  manifest: new URL('../package.json', import.meta.url),
})
