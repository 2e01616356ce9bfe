import type { ClinvkError, EventContent, WireEvent } from '@clinvk/plugin-sdk'
import type { RunResult } from '../../service/fold-events.ts'
import { candidateLines } from './candidate-lines.ts'
import { errorLines } from './error-lines.ts'
import type { RunRenderer, Terminal } from './renderer.ts'
import { TerminalText } from './terminal-text.ts'

const takenBack = { message: 'the CLI took back text that was already printed', hint: 'Run again with -o json to get the answer it ended with.' }
const failed = 1

/** What is printed beside the answer. */
export interface TextOptions {
  readonly showTokens: boolean
  readonly showTiming: boolean
}

/**
 * The answer as it arrives. On a terminal without control characters. A message that turns out to differ from the pieces
 * that were printed is printed again whole on a terminal, with a notice; in a pipe it ends the run in an error, for what was
 * written cannot be taken back.
 */
export class TextRenderer implements RunRenderer {
  readonly #terminal: Terminal
  readonly #options: TextOptions
  readonly #clean = new TerminalText()
  readonly #printed = new Map<string, string>()
  #current: string | undefined
  #anonymous = 0
  #endsLine = true
  #voided = false

  constructor(terminal: Terminal, options: TextOptions) {
    this.#terminal = terminal
    this.#options = options
  }

  async event(event: WireEvent): Promise<void> {
    if (event.type === 'message') await this.#message(event.content)
    else if (event.type === 'warning') await this.#warn(event.content.message)
  }

  /** Where both go to one terminal, a message does not stick to the end of an open line. */
  async #warn(message: string): Promise<void> {
    if (this.#terminal.outIsTerminal && this.#terminal.errIsTerminal && !this.#endsLine) await this.#write('\n')
    this.#terminal.err(`warning: ${new TerminalText().clean(message)}\n`)
  }

  async result(result: RunResult, exitCode: number): Promise<number> {
    if (!this.#endsLine) await this.#terminal.out('\n')
    const { usage, error } = result
    if (this.#options.showTokens && usage !== undefined) {
      await this.#terminal.out(`\nTokens: ${usage.total_tokens} (input: ${usage.input_tokens}, output: ${usage.output_tokens})\n`)
    }
    if (this.#options.showTiming) await this.#terminal.out(`Time: ${result.duration_seconds.toFixed(2)}s\n`)
    if (error !== undefined) this.#terminal.err(errorLines(error, this.#terminal, result.backend))
    if (error !== undefined || !this.#voided) return exitCode
    this.#terminal.err(errorLines(takenBack, this.#terminal, result.backend))
    return failed
  }

  failure(error: ClinvkError): void {
    this.#terminal.err(errorLines(error, this.#terminal) + candidateLines(error, new Date()))
  }

  async #message({ id, text, is_partial }: EventContent['message']): Promise<void> {
    // The rule of the SDK's AnswerText: what has no id belongs to the message that is open, and a whole text closes it.
    const key = id === undefined ? `anonymous ${this.#anonymous}` : `id ${id}`
    if (id === undefined && is_partial !== true) this.#anonymous += 1
    const before = this.#printed.get(key) ?? ''
    if (is_partial === true) await this.#print(key, text, before + text)
    else if (text.startsWith(before)) await this.#print(key, text.slice(before.length), text)
    else await this.#replace(key, text)
  }

  async #replace(key: string, text: string): Promise<void> {
    this.#printed.set(key, text)
    if (!this.#terminal.outIsTerminal) {
      this.#voided = true
      return
    }
    this.#current = key
    if (!this.#endsLine) await this.#write('\n')
    this.#terminal.err('warning: the CLI took back what it had said so far; the whole answer follows\n')
    await this.#write(text)
  }

  async #print(key: string, piece: string, whole: string): Promise<void> {
    if (piece === '') return
    if (this.#current !== undefined && this.#current !== key) await this.#write('\n\n')
    this.#current = key
    this.#printed.set(key, whole)
    await this.#write(piece)
  }

  async #write(text: string): Promise<void> {
    const shown = this.#terminal.outIsTerminal ? this.#clean.clean(text) : text
    if (shown === '') return
    this.#endsLine = shown.endsWith('\n')
    await this.#terminal.out(shown)
  }
}
