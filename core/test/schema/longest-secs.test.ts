import { expect, test } from 'vitest'
import { chainBody } from '../../src/schema/chain-body.ts'
import { compareBody } from '../../src/schema/compare-body.ts'
import { configSchema } from '../../src/schema/config.ts'
import { isRecord } from '../../src/schema/is-record.ts'
import { parallelBody } from '../../src/schema/parallel-body.ts'
import { promptBody } from '../../src/schema/prompt-body.ts'

/** What a timer of Node.js takes at most, milliseconds; with more it fires at once. */
const longestTimer = 2 ** 31 - 1

/** Every number in a schema that is a time, with its longest, milliseconds. */
function times(node: unknown, name = ''): (readonly [string, number])[] {
  if (Array.isArray(node)) return node.flatMap((inner) => times(inner, name))
  if (!isRecord(node)) return []
  const own = node['type'] === 'number' || node['type'] === 'integer' ? /(?:^timeout|_(secs|ms))$/.exec(name) : null
  const most = typeof node['maximum'] === 'number' ? node['maximum'] : Number.POSITIVE_INFINITY
  return [...(own === null ? [] : [[name, own[1] === 'ms' ? most : most * 1000] as const]), ...Object.entries(node).flatMap(([key, inner]) => times(inner, key))]
}

test.each([
  ['the configuration', configSchema, 'shutdown_timeout_secs'],
  ['a prompt', promptBody, 'idle_timeout_secs'],
  ['a list of tasks', parallelBody, 'timeout_secs'],
  ['a chain', chainBody, 'timeout'],
  ['a comparison', compareBody, 'timeout_secs'],
])('no time in %s is longer than a timer takes', (_what, schema, known) => {
  const found = times(schema)
  expect(found.map(([name]) => name)).toContain(known)
  expect(found.filter(([, most]) => most > longestTimer)).toEqual([])
})
