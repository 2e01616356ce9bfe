import { expect, test } from 'vitest'
import { stdin } from '../src/stdin.ts'
import { requestOf } from './request.ts'

const lines = (text: string): unknown[] => text.trimEnd().split('\n').map((line) => JSON.parse(line) as unknown)
const user = (...texts: string[]): unknown => ({
  type: 'user',
  message: { role: 'user', content: texts.map((text) => ({ type: 'text', text })) },
})

test('a blank last block makes the CLI take the prompt literally', () => {
  const input = [{ type: 'text', text: '/help' }, { type: 'text', text: '@/etc/hostname\nline' }] as const
  expect(lines(stdin(requestOf({ input })))).toEqual([user('/help\n\n@/etc/hostname\nline', ' ')])
})

test('native input is the last block itself, so the CLI reads its own syntax', () => {
  expect(lines(stdin(requestOf({ input: [{ type: 'text', text: '/cost' }], native_input: true })))).toEqual([user('/cost')])
})

test('pictures come before the prompt, and a JSON schema goes ahead of both', () => {
  const input = [{ type: 'text', text: 'what is it' }, { type: 'image', media_type: 'image/png', data: 'QUJD' }] as const
  const [first, second] = lines(stdin(requestOf({ input, json_schema: { type: 'object' } })))
  expect(first).toEqual({ type: 'control_request', request_id: 'initialize', request: { subtype: 'initialize', jsonSchema: { type: 'object' } } })
  const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'QUJD' } }
  expect(second).toEqual({ type: 'user', message: { role: 'user', content: [image, { type: 'text', text: 'what is it' }, { type: 'text', text: ' ' }] } })
})

test('a system prompt goes ahead of the prompt; a resumed conversation is told to forget the recorded one', () => {
  const initialize = (more: object): unknown => ({
    type: 'control_request',
    request_id: 'initialize',
    request: { subtype: 'initialize', systemPrompt: 'Be brief.', ...more },
  })
  const options = { system_prompt: 'Be brief.' }
  expect(lines(stdin(requestOf({ options })))).toEqual([initialize({}), user('say hello', ' ')])
  const resume = { backend_session_id: 'ID', fork: false }
  expect(lines(stdin(requestOf({ options, resume })))[0]).toEqual(initialize({ systemPromptSnapshot: false }))
})
