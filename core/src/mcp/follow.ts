/** The result of some work, each of whose events is told before the next one is asked for. Leaving early ends the work. */
export async function follow<Event, Result>(work: AsyncGenerator<Event, Result>, tell: (event: Event) => Promise<void>): Promise<Result> {
  try {
    for (;;) {
      const next = await work.next()
      if (next.done === true) return next.value
      await tell(next.value)
    }
  } finally {
    await work.return(undefined as never) // after the end it does nothing
  }
}
