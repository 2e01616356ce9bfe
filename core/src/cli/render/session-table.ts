import type { SessionInfo, SessionList } from '../../service/sessions.ts'
import { padWidth } from './fit-width.ts'
import { relativeTime } from './relative-time.ts'
import { sessionName } from './session-name.ts'
import { oneLine } from './terminal-text.ts'

const header = ['ID', 'BACKEND', 'STATUS', 'LAST USED', 'TOKENS']
const widths = [8, 8, 10, 12, 10]
const gaps = widths.reduce((sum, width) => sum + width + 2, 0)

/** Sessions as lines of columns that fit a terminal of `columns`. */
export function sessionTable({ sessions, total, problems }: SessionList, now: Date, columns: number): string {
  const notes = problems.map(({ file, message }) => `warning: ${oneLine(file)}: ${oneLine(message)}`)
  if (sessions.length === 0) return [...notes, 'No sessions found.'].join('\n')
  const rest = Math.max(12, columns - gaps)
  const lines = sessions.map((session) => [...cells(session, now).map((cell, column) => padWidth(cell, widths[column] as number)), sessionName(session, rest)].join('  '))
  const title = [...header.map((name, column) => name.padEnd(widths[column] as number)), 'TITLE/PROMPT'].join('  ')
  const more = total > sessions.length ? [`${sessions.length} of ${total} sessions; -n and --offset show others.`] : []
  return [...notes, title, ...lines, ...more].join('\n')
}

function cells({ id, backend, status, last_used, token_usage }: SessionInfo, now: Date): string[] {
  const tokens = (token_usage?.input_tokens ?? 0) + (token_usage?.output_tokens ?? 0)
  return [id.slice(0, 8), oneLine(backend), status ?? 'unknown', relativeTime(new Date(last_used), now), tokens === 0 ? '-' : String(tokens)]
}
