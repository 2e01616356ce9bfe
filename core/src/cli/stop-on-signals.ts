/** What can be stopped: gently, and at once. */
export interface Stoppable {
  /** Refuses what is new, and resolves when all that was at work is done. */
  stop(): Promise<void>
  /** Ends what is at work. */
  end(): void
}

const signals = ['SIGINT', 'SIGTERM'] as const

/**
 * Waits for a signal, then stops a server: what is at work may go on for `graceMs`, or until a second signal comes. Resolves when
 * all is done.
 */
export async function stopOnSignals(server: Stoppable, graceMs: number): Promise<void> {
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
  for (const name of signals) process.on(name, onSignal)
  try {
    await first
    const timer = setTimeout(() => server.end(), graceMs)
    await server.stop()
    clearTimeout(timer)
  } finally {
    for (const name of signals) process.off(name, onSignal)
  }
}
