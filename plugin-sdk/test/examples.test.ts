import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import thirdParty from '../../examples/third-party-backend/src/backend.ts'
import type { Backend } from '../src/index.ts'
import { conformance } from '../src/testing/index.ts'

const examples = new URL('../../examples/', import.meta.url)
const { default: minimal }: { default: Backend } = await import(new URL('minimal-backend/backend.js', examples).href)

describe.each([
  { name: 'minimal-backend', backend: minimal, sources: ['backend.js'], lines: 40, uses: [] },
  { name: 'third-party-backend', backend: thirdParty, sources: ['src/backend.ts', 'src/decoder.ts'], lines: 100, uses: ['@clinvk/plugin-sdk'] },
])('examples/$name', ({ name, backend, sources, lines, uses }) => {
  const folder = new URL(`${name}/`, examples)
  const source = sources.map((file) => readFileSync(new URL(file, folder), 'utf8')).join('\n')

  conformance({ test, backend, recordings: new URL('test/recordings/', folder), manifest: new URL('package.json', folder) })

  test(`has under ${lines} lines of code, of at most 130 characters`, () => {
    const code = source.split('\n').filter((line) => !/^\s*(\/\/.*|\/\*.*\*\/)?$/.test(line))
    expect(code.length).toBeLessThan(lines)
    expect(code.filter((line) => line.length > 130)).toEqual([])
  })

  test('imports nothing but the SDK, if that', () => {
    const code = source.replaceAll(/\/\*\*.*?\*\//gs, '')
    const imported = [...code.matchAll(/\b(?:from|import|require\()\s*\(?'([^']+)'/g)].map(([, module]) => module)
    expect([...new Set(imported.filter((module) => module?.startsWith('.') !== true))]).toEqual(uses)
  })

  test('has all of its source counted, and recordings without keys or paths of a machine', () => {
    const scripts = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /^(src\/.*|[^/]+\.[jt]s)$/.test(file) && /\.[jt]s$/.test(file))
    expect(scripts.sort()).toEqual(sources)
    for (const entry of readdirSync(new URL('test/recordings/', folder), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue
      expect(readFileSync(`${entry.parentPath}/${entry.name}`, 'utf8')).not.toMatch(/test-key|sk-|\/tmp\/|\/root\//)
    }
  })
})
