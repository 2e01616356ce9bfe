import type { ClinvkError } from '@clinvk/plugin-sdk'
import type { RunResult } from '../../service/fold-events.ts'
import { errorBody } from '../../service/error-body.ts'
import { jsonText } from './json-text.ts'
import type { Attempt, RunRenderer, Terminal } from './renderer.ts'

/** One JSON document on stdout, also after a failure. */
export class JsonRenderer implements RunRenderer {
  readonly #terminal: Terminal

  constructor(terminal: Terminal) {
    this.#terminal = terminal
  }

  event(): void {
    // The document is printed when the run has ended.
  }

  async result({ error, backend_state: _state, ...result }: RunResult, exitCode: number): Promise<number> {
    await this.#print({ ...result, exit_code: exitCode, ...(error === undefined ? {} : { error: errorBody(error, result.backend) }) })
    return exitCode
  }

  /** The same keys as after a run. */
  async failure(error: ClinvkError, exitCode: number, { backend = '', durationSeconds }: Attempt): Promise<void> {
    await this.#print({ backend: error.backend ?? backend, content: '', duration_seconds: durationSeconds, exit_code: exitCode, error: errorBody(error) })
  }

  #print(document: object): Promise<void> {
    return this.#terminal.out(`${jsonText(document, 2)}\n`)
  }
}
