import { ClinvkError } from '@clinvk/plugin-sdk'
import type { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { describe, expect, test } from 'vitest'
import { CallerSessions } from '../../src/service/caller-sessions.ts'
import { connected } from './connected.ts'

describe('resources', () => {
  const session = { id: 'ab'.repeat(16), backend: 'codex', created_at: 'x', last_used: '2026-02-03T10:00:00Z', working_dir: '/w', title: 'A title' }
  const sessions = {
    list: async () => ({ sessions: [session], total: 1 }),
    get: async (_caller: object, id: string) => {
      if (!session.id.startsWith(id)) throw new ClinvkError('session_not_found', `no session ${id}`)
      return { ...session, backend_state: 'SECRET' }
    },
    newestTurns: async () => ({ id: session.id, turns: [{ turn: 1, prompt: 'hi' }], total: 1 }),
  }
  const read = async (client: Client, uri: string) => JSON.parse(((await client.readResource({ uri })).contents[0] as { text: string }).text)

  test('are the backends, the list of sessions and the newest of them, with their turns', async () => {
    const { client } = await connected({ callerSessions: sessions, listBackends: { execute: async () => ({ backends: [{ name: 'codex', available: true, enabled: true, file: '/secret' }] }) } })
    const { resources } = await client.listResources()
    expect(resources.map(({ uri, title }) => [uri, title])).toEqual([['clinvk://backends', 'Backends'], ['clinvk://sessions', 'Sessions'], [`clinvk://sessions/${session.id}/turns`, 'A title']])
    expect((await client.listResourceTemplates()).resourceTemplates.map(({ uriTemplate }) => uriTemplate)).toEqual(['clinvk://sessions/{id}', 'clinvk://sessions/{id}/turns'])
    expect(await read(client, 'clinvk://backends')).toEqual({ backends: [{ name: 'codex', available: true, enabled: true }] })
    expect(await read(client, 'clinvk://sessions')).toMatchObject({ total: 1, sessions: [{ id: session.id }] })
    expect(await read(client, 'clinvk://sessions/abab')).toEqual(session)
    expect(await read(client, `clinvk://sessions/${session.id}/turns`)).toMatchObject({ session_id: session.id, turns: [{ prompt: 'hi' }] })
  })

  test('of a long session are its newest turns, oldest first', async () => {
    const store = {
      resolve: async () => session,
      async *turns() {
        for (let turn = 1; turn <= 1234; turn += 1) yield { turn }
      },
    }
    const { client } = await connected({ callerSessions: new CallerSessions(async () => store as never) })
    const { turns, ...page } = await read(client, `clinvk://sessions/${session.id}/turns`)
    expect(page).toEqual({ session_id: session.id, total: 1234, limit: 1000, offset: 234 })
    expect(turns.map(({ turn }: { readonly turn: number }) => turn)).toEqual(Array.from({ length: 1000 }, (_none, index) => index + 235))
  })

  test.each(['clinvk://nothing', 'clinvk://sessions/', 'clinvk://sessions/../x', 'clinvk://sessions/feed', 'clinvk://sessions/a/b/turns', 'file:///etc/passwd'])('there is none at %s', async (uri) => {
    const { client } = await connected({ callerSessions: sessions })
    await expect(client.readResource({ uri })).rejects.toMatchObject({ code: -32002 })
  })
})
