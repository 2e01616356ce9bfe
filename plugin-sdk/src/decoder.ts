import type { RunEvent } from './event.ts'

/** Which output a line came from. */
export type OutputStream = 'stdout' | 'stderr'

/** Why the host ended a CLI before it ended by itself. */
export type StopReason = 'timeout' | 'idle' | 'cancelled' | 'line_too_long'

/** How a CLI ended. */
export interface ProcessEnd {
  /** Exit code; null when a signal ended it. */
  readonly code: number | null
  readonly signal: string | null
  /** Last part of stderr, at most 64 KiB. */
  readonly stderr_tail: string
  /** Set when the host stopped it. The host then adds the terminal event itself where the decoder has none. */
  readonly stopped_by?: StopReason
}

/**
 * Reads one run's output. Made anew for each run; keeps whatever it has to remember in itself.
 * Lines that it cannot read are ignored or turned into a `warning`; it never throws for what a CLI prints.
 */
export interface Decoder {
  /**
   * True once the CLI has said how the run ended, where the terminal event waits for {@link end}: a CLI that then does not exit is
   * ended after 5 s, and what the decoder makes of that end counts. May turn false again when the CLI goes on. Default false.
   */
  readonly finished?: boolean
  /** One line without its line end. */
  line(text: string, stream: OutputStream): Iterable<RunEvent>
  /** After the last line. Must yield the terminal event, unless one was yielded or the host stopped the run. */
  end(end: ProcessEnd): Iterable<RunEvent>
}
