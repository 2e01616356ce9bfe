import type { Task } from '../../schema/parallel.ts'
import type { ParallelEvent, ParallelResult, TaskItem } from '../../service/parallel-result.ts'
import { fitWidth, padWidth } from './fit-width.ts'
import type { Terminal } from './renderer.ts'
import { oneLine, TerminalText } from './terminal-text.ts'

/** What is printed of a list of tasks. */
export interface ParallelTextOptions {
  /** No answers. */
  readonly quiet: boolean
  /** A table of all tasks at the end; false: only those that failed. */
  readonly table: boolean
}

const rule = '-'.repeat(80)
const statusWords = { completed: 'OK', failed: 'FAILED', cancelled: 'CANCELED' } as const
const taskWidth = 35

/** A list of tasks for people: each answer as it comes, then how all of them ended. */
export class ParallelText {
  readonly #tasks: readonly Task[]
  readonly #terminal: Terminal
  readonly #options: ParallelTextOptions

  constructor(tasks: readonly Task[], terminal: Terminal, options: ParallelTextOptions) {
    this.#tasks = tasks
    this.#terminal = terminal
    this.#options = options
  }

  async event(event: ParallelEvent): Promise<void> {
    if (event.type === 'started') {
      const { total_tasks: total, max_parallel: most, fail_fast: failFast } = event
      await this.#terminal.out(`Running ${total} tasks (max ${most} parallel${failFast ? ', fail-fast' : ''})...\n\n`)
    } else if (event.type === 'task_ended' && !this.#options.quiet) await this.#answer(event.result)
  }

  async end(result: ParallelResult): Promise<void> {
    const { total_tasks: total, completed, failed, cancelled, total_duration_seconds: seconds, output_dir: folder } = result
    const lines = this.#options.table ? this.#table(result) : result.results.flatMap((item) => errorLine(item, `[${item.index + 1}] `))
    const counted = `${completed} completed, ${failed} failed${cancelled > 0 ? `, ${cancelled} canceled` : ''}`
    await this.#terminal.out(`${[...lines, `Total: ${total} tasks, ${counted} (${seconds.toFixed(2)}s)`, ...(folder === undefined ? [] : [`Results are in ${oneLine(folder)}`])].join('\n')}\n`)
  }

  async #answer({ index, output, error, warnings }: TaskItem): Promise<void> {
    for (const warning of warnings ?? []) this.#terminal.err(`warning: [${index + 1}] ${oneLine(warning)}\n`)
    const text = [...(output === undefined ? [] : [this.#shown(output).trimEnd()]), ...(error === undefined ? [] : [`Error: ${oneLine(error.message)}`])].join('\n')
    if (text !== '') await this.#terminal.out(`[${index + 1}] ${text}\n`)
  }

  #shown(text: string): string {
    return this.#terminal.outIsTerminal ? new TerminalText().clean(text) : text
  }

  #table({ results }: ParallelResult): string[] {
    const backend = Math.min(20, Math.max(12, ...results.map((item) => item.backend.length)))
    const row = (number: string, name: string, status: string, duration: string, task: string) => `${number.padEnd(5)} ${padWidth(name, backend)} ${status.padEnd(8)} ${duration.padStart(9)}  ${task}`.trimEnd()
    return [
      '',
      'Results:',
      rule,
      row('#', 'BACKEND', 'STATUS', 'DURATION', 'TASK'),
      rule,
      ...results.flatMap((item) => {
        const task = this.#tasks[item.index]
        const duration = item.duration_seconds === undefined ? '-' : `${item.duration_seconds.toFixed(2)}s`
        return [row(String(item.index + 1), item.backend, statusWords[item.status], duration, fitWidth(oneLine(task?.name || task?.id || task?.prompt || ''), taskWidth)), ...errorLine(item, '     ')]
      }),
      rule,
    ]
  }
}

function errorLine({ error }: TaskItem, before: string): string[] {
  return error === undefined ? [] : [fitWidth(`Error: ${oneLine(error.message)}`, 80 - before.length)].map((line) => before + line)
}
