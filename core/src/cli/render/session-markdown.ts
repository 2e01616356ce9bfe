import type { Session, Turn } from '../../service/sessions.ts'

/** A whole conversation as Markdown: a heading a turn, the prompt quoted, the answer as it was given. */
export function sessionMarkdown(session: Session, turns: readonly Turn[]): string {
  const name = session.title || session.initial_prompt?.split('\n')[0] || session.id
  const facts = [`- Backend: ${session.backend}`, ...(session.model === undefined ? [] : [`- Model: ${session.model}`]), `- Begun: ${session.created_at}`, `- Session: \`${session.id}\``]
  const parts = turns.map(({ turn, started_at, prompt, answer, outcome }) => {
    const failed = outcome === 'completed' ? '' : `\n*This turn ended as: ${outcome}.*\n`
    return `## ${turn}. ${started_at}\n\n> ${prompt.split('\n').join('\n> ')}\n\n${answer}\n${failed}`
  })
  const empty = turns.length === 0 ? ['*No turns were kept.*\n'] : []
  return [`# ${name}\n\n${facts.join('\n')}\n`, ...parts, ...empty].join('\n')
}
