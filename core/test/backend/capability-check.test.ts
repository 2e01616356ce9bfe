import type { Capabilities, RunRequest } from '@clinvk/plugin-sdk'
import { describe, expect, test } from 'vitest'
import { checkCapabilities } from '../../src/backend/capability-check.ts'
import { plainRequest, sampleBackend } from './sample-backend.ts'

const all = sampleBackend()
const resume = { backend_session_id: 'id', fork: false }

const cases: readonly [keyof Capabilities, RunRequest, string][] = [
  ['resume', plainRequest({ resume }), 'go on with an earlier conversation'],
  ['fork', plainRequest({ resume: { ...resume, fork: true } }), 'fork a conversation'],
  ['system_prompt', plainRequest({ options: { system_prompt: 'x' } }), 'take a system prompt'],
  ['history', plainRequest({ history: [] }), 'take past messages'],
  ['images', plainRequest({ input: [{ type: 'text', text: 'x' }, { type: 'image', media_type: 'image/png', data: '' }] }), 'read images'],
  ['json_schema', plainRequest({ json_schema: {} }), 'keep to a JSON schema'],
  ['max_turns', plainRequest({ options: { max_turns: 3 } }), 'limit its turns (max_turns)'],
  ['allowed_tools', plainRequest({ options: { allowed_tools: ['x'] } }), 'be told allowed tools (allowed_tools)'],
  ['allowed_dirs', plainRequest({ options: { allowed_dirs: ['/x'] } }), 'be given further directories (allowed_dirs)'],
  ['client_tools', plainRequest({ tools: [] }), 'use tools of the client'],
]

describe.each(cases)('a request that needs %s', (capability, request, what) => {
  test('is refused where it is not declared, or not mentioned', () => {
    for (const value of [false, undefined]) {
      const backend = { ...all, capabilities: { ...all.capabilities, [capability]: value } }
      expect(() => checkCapabilities(backend, request)).toThrow(expect.objectContaining({ code: 'unsupported', message: `Acme cannot ${what}`, backend: 'acme' }))
    }
  })

  test('passes where it is declared', () => {
    expect(() => checkCapabilities(all, request)).not.toThrow()
  })
})

test('a system prompt passes also where it travels with the prompt', () => {
  const backend = { ...all, capabilities: { ...all.capabilities, system_prompt: 'prompt' as const } }
  expect(() => checkCapabilities(backend, plainRequest({ options: { system_prompt: 'x' } }))).not.toThrow()
})

test('a plain request needs nothing', () => {
  const none = Object.fromEntries(Object.keys(all.capabilities).map((name) => [name, false])) as unknown as Capabilities
  expect(() => checkCapabilities({ ...all, capabilities: none }, plainRequest())).not.toThrow()
})
