import { ClinvkError } from '@clinvk/plugin-sdk'
import { search } from '@inquirer/prompts'
import type { SessionInfo } from '../service/sessions.ts'
import { relativeTime } from './render/relative-time.ts'
import { sessionName } from './render/session-name.ts'

/** Lets a person choose a session with the arrow keys, narrowed down by what is typed. Errors: `cancelled`. */
export async function pickSession(sessions: readonly SessionInfo[], signal: AbortSignal): Promise<string> {
  const now = new Date()
  const width = Math.max(20, (process.stderr.columns ?? 80) - 44)
  const choices = sessions.map((session) => ({
    value: session.id,
    name: `${session.id.slice(0, 8)}  ${session.backend.padEnd(8)}  ${relativeTime(new Date(session.last_used), now).padEnd(12)}  ${sessionName(session, width)}`,
    words: `${session.id} ${session.backend} ${session.title ?? ''} ${session.initial_prompt ?? ''}`.toLowerCase(),
  }))
  try {
    return await search(
      { message: 'Which session?', source: (typed) => choices.filter(({ words }) => words.includes((typed ?? '').toLowerCase())) },
      { output: process.stderr, signal },
    )
  } catch (cause) {
    throw new ClinvkError('cancelled', 'no session was chosen', { cause })
  }
}
