import type { ChainEvent, ChainResult, StepResult } from '../../service/chain/chain-result.ts'
import { fitWidth, padWidth } from './fit-width.ts'
import type { Terminal } from './renderer.ts'
import { oneLine, TerminalText } from './terminal-text.ts'

const width = 80
const statusWords = { completed: 'OK', failed: 'FAILED', skipped: 'SKIPPED', cancelled: 'CANCELED' } as const

/** A chain for people: each step with its answer, then how all of them ended. */
export class ChainText {
  readonly #terminal: Terminal
  #total = 0
  #headings: readonly string[] = []
  #shown = 0

  constructor(terminal: Terminal) {
    this.#terminal = terminal
  }

  /** `[2/3] review (gemini)`. */
  heading(step: number): string {
    return this.#headings[step - 1] ?? ''
  }

  async event(event: ChainEvent<unknown>): Promise<void> {
    switch (event.type) {
      case 'started': {
        this.#total = event.total_steps
        this.#headings = event.steps.map(({ step, name, backend }) => fitWidth(`[${step}/${this.#total}] ${oneLine(name ?? `Step ${step}`)} (${backend})`, width))
        return this.#terminal.out(`Executing chain with ${this.#total} steps\n${'='.repeat(width)}\n`)
      }
      case 'step_started':
        return this.#head(event.step)
      case 'step_retry':
        return this.#terminal.err(`warning: step ${event.step} failed: ${oneLine(event.error.message)}; it is tried again${event.delay_ms > 0 ? ` in ${event.delay_ms / 1000}s` : ''}\n`)
      case 'step_ended':
        await this.#head(event.step)
        return this.#answer(event.result)
      case 'step_event':
        return undefined
    }
  }

  async end(result: ChainResult): Promise<void> {
    const { total_steps: total, completed_steps: completed, total_duration_seconds: seconds, results, dry_run: dry } = result
    if (dry === true) {
      for (const step of results) {
        await this.#head(step.step)
        await this.#answer(step)
      }
      return
    }
    const backend = Math.min(20, Math.max(12, ...results.map((step) => step.backend.length)))
    const row = (step: string, name: string, status: string, duration: string, title: string) => {
      const head = `${step.padEnd(6)} ${padWidth(name, backend)} ${status.padEnd(8)} ${duration.padStart(9)}  `
      return `${head}${fitWidth(title, width - head.length)}`.trimEnd()
    }
    const lines = [
      '',
      '='.repeat(width),
      'CHAIN EXECUTION SUMMARY',
      '='.repeat(width),
      row('STEP', 'BACKEND', 'STATUS', 'DURATION', 'NAME'),
      '-'.repeat(width),
      ...results.map(({ step, backend: name, status, duration_seconds: took, name: title }) => row(String(step), name, statusWords[status], took === undefined ? '-' : `${took.toFixed(2)}s`, oneLine(title ?? `Step ${step}`))),
      '-'.repeat(width),
      `Total: ${completed}/${total} steps completed (${seconds.toFixed(2)}s)`,
    ]
    await this.#terminal.out(`${lines.join('\n')}\n`)
  }

  /** Once for each step, also where it is tried several times. */
  async #head(step: number): Promise<void> {
    if (this.#shown === step) return
    this.#shown = step
    await this.#terminal.out(`\n${this.heading(step)}\n${'-'.repeat(width)}\n`)
  }

  async #answer(result: StepResult): Promise<void> {
    const { step, status, output, error, warnings } = result
    for (const warning of warnings ?? []) this.#terminal.err(`warning: step ${step}: ${oneLine(warning)}\n`)
    const lines = [
      ...(output === undefined ? [] : [this.#clean(output).trimEnd()]),
      ...(status === 'skipped' ? ['(skipped)'] : []),
      ...(error === undefined ? [] : [`Error: ${oneLine(error.message)}`]),
      ...asked(result),
    ]
    if (lines.length > 0) await this.#terminal.out(`${lines.join('\n')}\n`)
  }

  #clean(text: string): string {
    return this.#terminal.outIsTerminal ? new TerminalText().clean(text) : text
  }
}

/** What a dry run tells beside the command. */
function asked({ dry_run: dry, working_dir: folder, when, retry, session, timeout_secs: seconds }: StepResult): string[] {
  if (dry !== true) return []
  return [
    ...(folder === undefined ? [] : [`  in ${oneLine(folder)}`]),
    ...(when === undefined ? [] : [`  only when step ${oneLine(String(when.step))} is ${when.is}`]),
    ...(session === 'continue' ? ['  goes on with the newest session of its backend'] : []),
    ...(retry === undefined || retry.count === 0 ? [] : [`  tried again up to ${retry.count} times${retry.delay_secs === undefined ? '' : `, ${retry.delay_secs} s apart`}`]),
    ...(seconds === undefined ? [] : [seconds === 0 ? '  without a limit of time' : `  for ${seconds} s at most`]),
  ]
}
