import type { ServedServices } from '../container.ts'
import { usualPage } from '../schema/session-query.ts'
import { callerBackends } from '../service/caller-backends.ts'
import type { Caller } from '../service/caller.ts'
import { listSessions } from '../service/list-sessions.ts'
import { sessionReply } from '../service/session-reply.ts'
import type { Exposed } from './exposure.ts'

/** What a resource is read with. */
export interface Reading {
  readonly services: ServedServices
  readonly caller: Caller
  readonly signal: AbortSignal
}

/** A kind of resource: a client that may call the tool may read it. */
interface ResourceKind {
  readonly tool: string
  readonly name: string
  readonly title: string
  readonly description: string
  /** `{id}` stands for the id of a session, or the beginning of it. */
  readonly uri: string
  readonly read: (reading: Reading, id: string) => Promise<object>
}

/** So many turns are shown at most. */
const mostTurns = 1000

const kinds: readonly ResourceKind[] = [
  {
    tool: 'clinvk_backends',
    name: 'backends',
    title: 'Backends',
    description: 'The backends that prompts can be given to.',
    uri: 'clinvk://backends',
    read: ({ services, caller }) => callerBackends(services.listBackends, caller),
  },
  {
    tool: 'clinvk_sessions',
    name: 'sessions',
    title: 'Sessions',
    description: `The newest ${usualPage} kept conversations.`,
    uri: 'clinvk://sessions',
    read: ({ services, caller, signal }) => listSessions(services.callerSessions, caller, {}, signal),
  },
  {
    tool: 'clinvk_session_get',
    name: 'session',
    title: 'A session',
    description: 'One kept conversation.',
    uri: 'clinvk://sessions/{id}',
    read: async ({ services, caller }, id) => sessionReply(await services.callerSessions.get(caller, id)),
  },
  {
    tool: 'clinvk_session_get',
    name: 'turns',
    title: 'The turns of a session',
    description: `What was asked and answered in one kept conversation, oldest first: of a long one the newest ${mostTurns} turns.`,
    uri: 'clinvk://sessions/{id}/turns',
    read: async ({ services, caller }, id) => {
      const { id: session_id, turns, total } = await services.callerSessions.newestTurns(caller, id, mostTurns)
      return { session_id, turns, total, limit: mostTurns, offset: total - turns.length }
    },
  },
]

const mimeType = 'application/json'

/** What there is to read as it stands: the backends, the list of sessions, and the newest of them. */
export async function listResources(exposed: Exposed, reading: Reading): Promise<object[]> {
  const fixed = kinds.filter(({ tool, uri }) => exposed(tool) && !uri.includes('{')).map(({ tool: _tool, read: _read, ...kind }) => ({ ...kind, mimeType }))
  if (!exposed('clinvk_sessions') || !exposed('clinvk_session_get')) return fixed
  const { sessions } = await listSessions(reading.services.callerSessions, reading.caller, {}, reading.signal)
  const each = sessions.map(({ id, backend, title, initial_prompt: prompt, last_used }) => ({ uri: `clinvk://sessions/${id}/turns`, name: id, title: title || prompt || id, description: `A conversation with ${backend}.`, mimeType, annotations: { lastModified: last_used } }))
  return [...fixed, ...each]
}

/** What can be read of every session. */
export function resourceTemplates(exposed: Exposed): object[] {
  return kinds.filter(({ tool, uri }) => exposed(tool) && uri.includes('{')).map(({ tool: _tool, read: _read, uri, ...kind }) => ({ ...kind, uriTemplate: uri, mimeType }))
}

/** Reads one; undefined where there is none of this name. Errors: those of sessions. */
export async function readResource(uri: string, exposed: Exposed, reading: Reading): Promise<object | undefined> {
  for (const kind of kinds) {
    const [before = '', after = ''] = kind.uri.split('{id}')
    const id = kind.uri.includes('{') ? idBetween(uri, before, after) : ''
    if (id === undefined || (id === '' && uri !== kind.uri) || !exposed(kind.tool)) continue
    return { uri, mimeType, text: JSON.stringify(await kind.read(reading, id), null, 2) }
  }
  return undefined
}

function idBetween(uri: string, before: string, after: string): string | undefined {
  if (!uri.startsWith(before) || !uri.endsWith(after)) return undefined
  const id = uri.slice(before.length, uri.length - after.length)
  return /^[\w-]+$/.test(id) ? id : undefined
}
