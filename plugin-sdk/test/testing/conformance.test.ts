import { describe, expect, test } from 'vitest'
import type { Backend } from '../../src/index.ts'
import { conformance } from '../../src/testing/index.ts'
import { brokenCommands } from './broken/command.ts'
import { brokenDecoders } from './broken/decoder.ts'
import { brokenMcpClients } from './broken/mcp-client.ts'
import { brokenOptions } from './broken/option.ts'
import { brokenShapes } from './broken/shape.ts'
import { textBackend } from './text-backend.ts'
import { tinyBackend } from './tiny-backend.ts'

const recordings = new URL('./recordings/', import.meta.url)
const manifest = new URL('./tiny-package.json', import.meta.url)

describe('a good backend', () => conformance({ test, backend: tinyBackend, recordings, manifest }))

describe('a good backend whose CLI prints plain text', () => {
  conformance({ test, backend: textBackend, recordings: new URL('./text-recordings/', import.meta.url), output: 'text' })
})

describe('a backend with one fault', () => {
  test.for([...brokenShapes, ...brokenCommands, ...brokenOptions, ...brokenMcpClients, ...brokenDecoders])(
    '$fault: is found by the cases for it, and no other',
    async ({ backend, found_by }) => {
      expect((await failures(backend)).sort()).toEqual([...found_by].sort())
    },
  )
})

test('no two cases have one title', () => {
  const titles = [...collect(tinyBackend).keys()]
  expect(titles.length).toBeGreaterThan(60)
})

test('without a manifest the cases about it are left out', () => {
  const titles: string[] = []
  conformance({ test: (title) => titles.push(title), backend: tinyBackend, recordings })
  expect(titles.filter((title) => title.startsWith('manifest'))).toEqual([])
})

test('what is not declared is not tried', () => {
  const plain: Backend = {
    ...tinyBackend,
    flags: {},
    capabilities: {
      ...tinyBackend.capabilities, resume: false, fork: false, system_prompt: false, max_turns: false, allowed_tools: false,
    },
  }
  const undeclared = /resume:|fork:|system prompt|max_turns|tool|extra flags|ephemeral/
  expect([...collect(plain).keys()].filter((title) => undeclared.test(title))).toEqual(['answer: shows the tools that were used'])
})

/** The cases by title. */
function collect(backend: Backend): Map<string, () => void | Promise<void>> {
  const cases = new Map<string, () => void | Promise<void>>()
  conformance({
    test(title, run) {
      expect(cases.has(title), title).toBe(false)
      cases.set(title, run)
    },
    backend,
    recordings,
    manifest,
  })
  return cases
}

/** Titles of the cases that fail. The costly ones run only where the decoder is not the good one. */
async function failures(backend: Backend): Promise<string[]> {
  const failed: string[] = []
  for (const [title, run] of collect(backend)) {
    if (backend.decoder === tinyBackend.decoder && title.includes('20 MiB')) continue
    try {
      await run()
    } catch {
      failed.push(title)
    }
  }
  return failed
}
