import type { Backend, Decoder, OutputStream, ProcessEnd, RunEvent, RunRequest } from '@clinvk/plugin-sdk'
import type { Log } from '../log.ts'

/**
 * A backend's decoder, held to its contract: where it throws, the run ends in `plugin_invalid` and the decoder is asked no
 * more. The message is the host's own, for the decoder's may quote an answer.
 */
export class OutputReader {
  readonly #backend: Backend
  readonly #request: RunRequest
  readonly #log: Log
  readonly #quotes: boolean
  #decoder: Decoder | undefined
  #broken = false
  #finished = false

  /** `quotes`: what the CLI says on stderr goes to the log. It may hold the prompt, so it is for nobody but who gave that. */
  constructor(backend: Backend, request: RunRequest, log: Log, quotes = true) {
    this.#backend = backend
    this.#request = request
    this.#log = log
    this.#quotes = quotes
  }

  /** True once the decoder has failed. */
  get broken(): boolean {
    return this.#broken
  }

  /** True while the decoder says that the CLI has told how the run ended. */
  get finished(): boolean {
    return this.#finished
  }

  line(text: string, stream: OutputStream): RunEvent[] {
    if (stream === 'stderr') this.#log.debug(this.#quotes ? `stderr: ${text}` : `stderr: a line of ${text.length} characters`)
    return this.#read((decoder) => decoder.line(text, stream))
  }

  end(end: ProcessEnd): RunEvent[] {
    return this.#read((decoder) => decoder.end(end))
  }

  #read(events: (decoder: Decoder) => Iterable<RunEvent>): RunEvent[] {
    if (this.#broken) return []
    try {
      this.#decoder ??= this.#backend.decoder(this.#request)
      const found = [...events(this.#decoder)]
      this.#finished = this.#decoder.finished === true
      return found
    } catch (thrown) {
      this.#broken = true
      this.#finished = false
      const { name, title } = this.#backend
      const kind = thrown instanceof Error ? thrown.name : typeof thrown
      const places = thrown instanceof Error ? (thrown.stack?.split('\n').filter((line) => line.startsWith('    at ')).slice(0, 5).join('\n') ?? '') : ''
      this.#log.debug(`the decoder of "${name}" threw ${kind}\n${places}`)
      return [{ type: 'error', content: { code: 'plugin_invalid', message: `the backend "${name}" cannot read what ${title} printed (${kind} in its decoder)`, hint: "Update the backend's plugin, or report it to its author." } }]
    }
  }
}
