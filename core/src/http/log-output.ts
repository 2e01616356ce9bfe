import { pino } from 'pino'

/** What waits for a reader that takes nothing, at most, bytes. A server does not stop for its log. */
const longestQueue = 16 * 2 ** 20

/** Where the lines of a server's log go in the end. */
export interface LogOutputOptions {
  readonly fd: number
  /** Told how many lines are lost, once there is room again: the reader took nothing for so long. */
  readonly dropped: (lines: number) => void
}

/**
 * Writes lines to a file descriptor in the background; those that come while it writes go together, as one write for each request would
 * cost as much as its answer. What waits is written when the process ends, unless it is killed.
 */
export function logOutput({ fd, dropped }: LogOutputOptions): (line: string) => void {
  const destination = pino.destination({ fd, sync: false, minLength: 0, maxLength: longestQueue })
  let lost = 0
  destination.on('drop', () => (lost += 1))
  destination.on('drain', () => {
    const count = lost
    lost = 0
    if (count > 0) dropped(count)
  })
  // A full disk, or a terminal that is gone: there is nowhere to tell, and no reason to end. The next line tries again.
  destination.on('error', () => {})
  return (line) => void destination.write(line)
}
