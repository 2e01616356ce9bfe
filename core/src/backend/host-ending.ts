import type { EventContent, ProcessEnd, RunEvent } from '@clinvk/plugin-sdk'
import type { DescribedRun } from './described-run.ts'

/**
 * The last events of a run, with exactly one that ends it. Where the host stopped the CLI, the host's reason counts and not
 * what the CLI made of being stopped, be it a success, unless it had said how the run ended before that (`decided`); where
 * nobody says how the run ended, it has failed.
 */
export function hostEnding(run: DescribedRun, end: ProcessEnd, last: readonly RunEvent[], decided = false): RunEvent[] {
  const index = last.findIndex(({ type }) => type === 'done' || type === 'error')
  const before = index === -1 ? last : last.slice(0, index)
  const own = last[index]
  const content = reason(run, end)
  if (own !== undefined && (end.stopped_by === undefined || decided)) return [...before, own]
  return [...before, { type: 'error', content }]
}

function reason({ backend, timeoutMs, idleMs }: DescribedRun, end: ProcessEnd): EventContent['error'] {
  switch (end.stopped_by) {
    case 'timeout':
      return {
        code: 'timeout',
        message: `${backend.title} was stopped after ${seconds(timeoutMs)} without having finished`,
        hint: 'Allow more time with --timeout, or ask for less.',
        details: { timeout_secs: (timeoutMs ?? 0) / 1000 },
      }
    case 'idle':
      return {
        code: 'timeout',
        message: `${backend.title} was stopped because it gave no sign for ${seconds(idleMs)}`,
        hint: 'Check the connection to its model, or allow longer silence with --idle-timeout.',
        details: { idle_timeout_secs: (idleMs ?? 0) / 1000 },
      }
    case 'cancelled':
      return { code: 'cancelled', message: `the run of ${backend.title} was cancelled` }
    case 'line_too_long':
      return {
        code: 'backend_output_invalid',
        message: `${backend.title} printed a line of more than 32 MiB and was stopped`,
        hint: 'Ask for a shorter answer, or for the result in a file.',
      }
    case undefined:
      return {
        code: 'backend_output_invalid',
        message: `${backend.title} ended without a result (${end.signal ?? `exit ${end.code}`})`,
        hint: 'Run again with --verbose to see what it prints.',
        details: { ...(end.code === null ? {} : { exit_code: end.code }), ...(end.signal === null ? {} : { signal: end.signal }) },
      }
  }
}

function seconds(milliseconds: number | undefined): string {
  return `${(milliseconds ?? 0) / 1000} s`
}
