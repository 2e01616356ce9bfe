import type { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { describe, expect, test } from 'vitest'
import { connected } from './connected.ts'

describe('prompts', () => {
  const text = (filled: Awaited<ReturnType<Client['getPrompt']>>) => (filled.messages[0] as { content: { text: string } }).content.text

  test('say to the model which tool to call, with what the person said', async () => {
    const { client } = await connected()
    expect((await client.listPrompts()).prompts.map(({ name, arguments: given = [] }) => [name, ...given.filter(({ required }) => required).map((one) => one.name)])).toEqual([['review', 'workdir'], ['compare', 'question'], ['explain', 'workdir', 'subject']])
    expect(text(await client.getPrompt({ name: 'review', arguments: { workdir: '/w', focus: 'races', backend: 'codex' } }))).toMatch(/clinvk_prompt.*"codex".*\/w.*read-only.*races/)
    expect(text(await client.getPrompt({ name: 'compare', arguments: { question: 'why?' } }))).toMatch(/all_backends: true.*why\?/s)
    expect(text(await client.getPrompt({ name: 'explain', arguments: { workdir: '/w', subject: 'the lexer' } }))).toContain('the lexer in /w')
  })

  test.each([['review', {}, 'needs "workdir"'], ['review', { workdir: '/w', x: '1' }, 'no argument "x"'], ['revieww', { workdir: '/w' }, 'unknown prompt: revieww']])('%s with %j is refused', async (name, given, said) => {
    const { client } = await connected()
    await expect(client.getPrompt({ name, arguments: given as Record<string, string> })).rejects.toMatchObject({ code: -32602, message: expect.stringContaining(said) })
  })
})
