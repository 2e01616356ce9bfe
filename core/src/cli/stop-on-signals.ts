/** What can be stopped: gently, and at once. */
export interface Stoppable {
  /** Refuses what is new, and resolves when all that was at work is done. */
  stop(): Promise<void>
  /** How long what is at work may go on, milliseconds. */
  readonly graceMs: number
  /** Ends what is at work. */
  end(): void
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Calls `heard` at each ending signal, until the function that it returns is called. */
export function onSignals(heard: () => void): () => void {
  for (const name of signals) process.on(name, heard)
  return () => {
    for (const name of signals) process.off(name, heard)
  }
}

/**
 * Waits for a signal, then stops a server: what is at work may go on for its time, or until a second signal comes. Resolves when
 * all is done.
 */
export async function stopOnSignals(server: Stoppable): Promise<void> {
  let heard = () => {}
  const first = new Promise<void>((resolve) => {
    heard = resolve
  })
  let stopping = false
  const onSignal = () => {
    if (stopping) server.end()
    stopping = true
    heard()
  }
  const release = onSignals(onSignal)
  try {
    await first
    const timer = setTimeout(() => server.end(), server.graceMs)
    await server.stop()
    clearTimeout(timer)
  } finally {
    release()
  }
}
