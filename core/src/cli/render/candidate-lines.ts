import type { ClinvkError } from '@clinvk/plugin-sdk'
import { relativeTime } from './relative-time.ts'
import { oneLine } from './terminal-text.ts'

/** The sessions that an ambiguous id may mean, one a line; nothing for any other failure. */
export function candidateLines({ code, details }: Pick<ClinvkError, 'code' | 'details'>, now: Date): string {
  const candidates = code === 'session_ambiguous' ? (details?.['candidates'] as { id: string; backend: string; title?: string; last_used: string }[] | undefined) : undefined
  return (candidates ?? []).map(({ id, backend, title, last_used }) => `  ${id}  ${oneLine(backend)}  ${relativeTime(new Date(last_used), now)}  ${oneLine(title ?? '')}`.trimEnd() + '\n').join('')
}
