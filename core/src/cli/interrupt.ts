import { ClinvkError } from '@clinvk/plugin-sdk'
import { orAborted } from '../schema/or-aborted.ts'

/** The signals by which a person or a supervisor ends clinvk. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const

/**
 * Turns the ending signals into one abort, so that the CLI's process tree ends before clinvk does. Also returns how to stop
 * listening. Signals after the first change nothing: the way from a gentle stop to KILL is short and has its own timers.
 */
export function abortOnSignals(): { readonly signal: AbortSignal; readonly abort: () => void; readonly release: () => void } {
  const controller = new AbortController()
  const abort = () => controller.abort()
  for (const name of signals) process.on(name, abort)
  return {
    signal: controller.signal,
    abort,
    release: () => {
      for (const name of signals) process.off(name, abort)
    },
  }
}

/** Waits for work that cannot be stopped, such as a plugin's own look-ups, but no longer than until the abort. Errors: `cancelled`. */
export function unlessAborted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return orAborted(work, signal, () => new ClinvkError('cancelled', 'cancelled before the run began'))
}
