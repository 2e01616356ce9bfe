import type { ClinvkError, WireEvent } from '@clinvk/plugin-sdk'
import type { RunResult } from '../../service/fold-events.ts'

/** What is known of a run that did not start. */
export interface Attempt {
  /** The backend that was asked for, or the default one; absent where neither is known yet. */
  readonly backend?: string | undefined
  readonly durationSeconds: number
}

/** Prints one run in one format. */
export interface RunRenderer {
  /** Each event as it comes. Resolves when the output can take more. */
  event(event: WireEvent): Promise<void> | void
  /** The end of a run that had started. Gets the exit code that follows from it, returns the one to exit with. */
  result(result: RunResult, exitCode: number): Promise<number> | number
  /** A failure before the run started. */
  failure(error: ClinvkError, exitCode: number, attempt: Attempt): Promise<void> | void
}

/** The two outputs and what is known about them. */
export interface Terminal {
  readonly out: (text: string) => Promise<void>
  readonly err: (text: string) => void
  /** True once nobody takes what is written to stdout. */
  readonly isGone?: () => boolean
  /** stdout is a terminal. */
  readonly outIsTerminal: boolean
  /** stderr is a terminal. */
  readonly errIsTerminal: boolean
  /** stderr may be coloured. */
  readonly color: boolean
}
