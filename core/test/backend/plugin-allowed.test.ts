import { expect, test } from 'vitest'
import { pluginAllowed } from '../../src/backend/plugin-allowed.ts'

test.each<[string, readonly string[], boolean]>([
  ['acme', [], true],
  ['acme', ['acme'], true],
  ['acme', ['acm', 'acmee', 'Acme'], false],
  ['@acme/one', ['@acme/*'], true],
  ['@acme/one/two', ['@acme/*'], false],
  ['@acme-evil/one', ['@acme/*'], false],
  ['x@acme/one', ['@acme/*'], false],
  ['@acme/one', ['*'], false],
  ['clinvk-plugin-acme', ['clinvk-plugin-*'], true],
  ['evil-clinvk-plugin-acme', ['clinvk-plugin-*'], false],
  ['aXb', ['a.b'], false],
  ['a.b', ['a.b'], true],
  ['acme', [''], false],
  ['acme', [' acme '], true],
])('%s with %j: %s', (name, allow, expected) => {
  expect(pluginAllowed(name, allow)).toBe(expected)
})
