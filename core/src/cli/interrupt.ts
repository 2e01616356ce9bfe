/** The signals by which a person or a supervisor ends clinvk. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

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
