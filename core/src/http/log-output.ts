import { pino } from 'pino'

/** How long a line may wait for others to be written with it, milliseconds, and from how many bytes on it does not. */
const waitMs = 100
const together = 4096

/** What waits for a reader that takes nothing, at most. A server does not stop for its log. */
const longestQueue = 16 * 2 ** 20

/** Where the lines of a log go. */
export interface LogOutput {
  write(line: string): void
  /** Begins to write what waits for more. */
  flush(): void
}

/** Where the lines of a server's log go in the end. */
export interface LogOutputOptions {
  readonly fd: number
  /** Told how many lines are lost, once there is room again: the reader took nothing for so long. */
  readonly dropped: (lines: number) => void
}

/**
 * Writes lines to a file descriptor in the background, several at a time: one write for each request would cost as much as its answer.
 * What waits is written when the process ends, unless it is killed.
 */
export function logOutput({ fd, dropped }: LogOutputOptions): LogOutput {
  const destination = pino.destination({ fd, sync: false, minLength: together, maxLength: longestQueue, periodicFlush: waitMs })
  let lost = 0
  destination.on('drop', () => (lost += 1))
  destination.on('drain', () => {
    const count = lost
    lost = 0
    if (count > 0) dropped(count)
  })
  return { write: (line) => void destination.write(line), flush: () => destination.flush() }
}
