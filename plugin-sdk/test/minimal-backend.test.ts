import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Backend } from '../src/index.ts'
import { conformance } from '../src/testing/index.ts'

const example = new URL('../../examples/minimal-backend/', import.meta.url)
const source = readFileSync(new URL('backend.js', example), 'utf8')
const { default: backend }: { default: Backend } = await import(new URL('backend.js', example).href)

describe('the smallest backend of the examples', () => {
  conformance({ test, backend, recordings: new URL('test/recordings/', example), manifest: new URL('package.json', example) })

  test('has under 40 lines of code, of at most 130 characters', () => {
    const lines = source.split('\n').filter((line) => !/^\s*(\/\/|\/\*|$)/.test(line))
    expect(lines.length).toBeLessThan(40)
    expect(lines.filter((line) => line.length > 130)).toEqual([])
  })

  test('imports nothing, so that it works wherever it is installed', () => {
    expect(source).not.toMatch(/^\s*import\b|\brequire\(|await import\(/m)
  })
})
