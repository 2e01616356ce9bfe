import type { StreamLine } from '../service/stream-line.ts'

/** Who is told what happens while a call is at work. */
export interface Report {
  /** How many parts there are to end. */
  parts(total: number): void
  /** One of the parts has ended. */
  partEnded(line: StreamLine): Promise<void>
  /** Something happened in a run. */
  line(line: StreamLine): Promise<void>
  /** Something happened that is progress and nothing else. */
  progress(message: string): Promise<void>
}
