import type { ClinvkError, WireEvent } from '@clinvk/plugin-sdk'
import type { RunResult } from '../../service/fold-events.ts'
import { jsonText } from './json-text.ts'
import type { RunRenderer, Terminal } from './renderer.ts'

/** One unified event a line, as it comes. The last line is `done` or `error`. */
export class StreamJsonRenderer implements RunRenderer {
  readonly #terminal: Terminal
  #last = 0

  constructor(terminal: Terminal) {
    this.#terminal = terminal
  }

  event(event: WireEvent): Promise<void> {
    this.#last = event.sequence
    return this.#terminal.out(`${jsonText(event)}\n`)
  }

  result(_result: RunResult, exitCode: number): number {
    return exitCode // the terminal event has said the rest
  }

  failure(error: ClinvkError): Promise<void> {
    const { code, message, hint, details, backend } = error
    const content = { code, message, ...(hint === undefined ? {} : { hint }), ...(details === undefined ? {} : { details }) }
    return this.#terminal.out(`${jsonText({ type: 'error', backend: backend ?? '', timestamp: new Date().toISOString(), sequence: this.#last + 1, content })}\n`)
  }
}
