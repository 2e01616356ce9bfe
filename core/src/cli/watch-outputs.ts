/** What went wrong with the outputs, once everything is written. */
export interface OutputWatch {
  /** Waits until stdout has taken, or refused, what was written. Returns the code of its failure, such as `ENOSPC`. */
  failure(): Promise<string | undefined>
}

/**
 * Listens for errors of both outputs as long as the process lives. An error thrown from such a listener would end clinvk and
 * leave its CLI running, so it is noted here; whoever prints a run stops it (see standard-streams.ts).
 */
export function watchOutputs(): OutputWatch {
  let failed: string | undefined
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // A reader that went away (`| head -1`) has what it wanted.
    if (error.code !== 'EPIPE') failed ??= error.code ?? error.message
  })
  // A stderr that is closed, or whose terminal is gone, takes messages away, not the answer; and there is nowhere left to say so.
  process.stderr.on('error', () => undefined)
  return {
    failure: async () => {
      // The error event comes a tick after the write's own callback.
      await new Promise<void>((resolve) => process.stdout.write('', () => setImmediate(resolve)))
      return failed
    },
  }
}
