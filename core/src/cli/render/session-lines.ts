import type { Session, Turn } from '../../service/sessions.ts'
import { fitWidth } from './fit-width.ts'
import { relativeTime } from './relative-time.ts'
import { oneLine, TerminalText } from './terminal-text.ts'

/** One session for people: a line for each thing known, then its last turns. */
export function sessionLines(session: Session, turns: readonly Turn[], now: Date): string {
  const { token_usage: tokens, error_message: error } = session
  const facts: [string, string | undefined][] = [
    ['ID', session.id],
    ['Backend', session.backend],
    ['Model', session.model],
    ['Status', session.status ?? 'unknown'],
    ['Created', session.created_at],
    ['Last Used', `${session.last_used} (${relativeTime(new Date(session.last_used), now)})`],
    ['Working Directory', session.working_dir],
    ['Backend Session', session.backend_session_id],
    ['Title', session.title],
    ['Initial Prompt', session.initial_prompt === undefined ? undefined : fitWidth(session.initial_prompt, 80)],
    ['Turns', String(session.turn_count ?? 0)],
    ['Token Usage', tokens === undefined ? undefined : `Input ${tokens.input_tokens}, Output ${tokens.output_tokens}, Total ${tokens.input_tokens + tokens.output_tokens}`],
    ['Cost', session.cost_usd === undefined ? undefined : `$${session.cost_usd.toFixed(4)}`],
    ['Tags', session.tags?.length ? session.tags.join(', ') : undefined],
    ['Parent Session', session.parent_id],
    ['Owner', session.owner],
    ['Error', error],
  ]
  const lines = facts.flatMap(([label, value]) => (value === undefined || value === '' ? [] : [`${`${label}:`.padEnd(19)}${oneLine(value)}`]))
  return [...lines, ...turns.flatMap(turnLines)].join('\n')
}

function turnLines({ turn, started_at, outcome, prompt, answer }: Turn): string[] {
  const clean = (text: string) => new TerminalText().clean(text)
  return ['', `#${turn}  ${started_at}  ${outcome}`, `> ${clean(prompt).split('\n').join('\n> ')}`, '', clean(answer)]
}
