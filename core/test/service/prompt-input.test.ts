import { expect, test } from 'vitest'
import { promptInput } from '../../src/service/prompt-input.ts'

const asked = { prompt: 'what is it', cwd: '/', via: 'cli' } as const
const schema = { type: 'object', title: 'Shape' }

test('pictures follow the prompt', () => {
  const image = { media_type: 'image/png', data: 'QUJD' }
  expect(promptInput({ ...asked, images: [image] }, { capabilities: {} })).toEqual({ input: [{ type: 'text', text: 'what is it' }, { type: 'image', ...image }] })
})

test('a backend that keeps to schemas gets the schema itself', () => {
  expect(promptInput({ ...asked, json_schema: schema }, { capabilities: { json_schema: true } })).toEqual({ input: [{ type: 'text', text: 'what is it' }], json_schema: schema })
})

test('another one is told in words', () => {
  const { input, json_schema } = promptInput({ ...asked, json_schema: schema }, { capabilities: {} })
  expect(json_schema).toBeUndefined()
  expect(JSON.stringify(input)).toMatch(/^\[\{"type":"text","text":"what is it\\n\\nAnswer with nothing but one JSON value.*Shape/)
})
