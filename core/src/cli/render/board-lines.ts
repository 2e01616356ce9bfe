import type { Task } from '../../schema/parallel.ts'
import type { ParallelEvent } from '../../service/parallel-result.ts'
import { displayWidth, fitWidth, padWidth } from './fit-width.ts'
import { oneLine, TerminalText } from './terminal-text.ts'

/** A task that runs. */
interface Row {
  readonly backend: string
  readonly since: number
  /** The end of what the CLI said last. */
  last: string
}

/** As much of a text's end as may be needed for its last line. */
const tail = 400

/** What a person sees while tasks run: how many of them have ended, and a line for each that runs. */
export class BoardLines {
  readonly #tasks: readonly Task[]
  readonly #now: () => number
  readonly #began: number
  readonly #running = new Map<number, Row>()
  #completed = 0
  #failed = 0
  #cancelled = 0

  constructor(tasks: readonly Task[], now: () => number) {
    this.#tasks = tasks
    this.#now = now
    this.#began = now()
  }

  note(event: ParallelEvent): void {
    switch (event.type) {
      case 'task_started':
        this.#running.set(event.index, { backend: event.backend, since: this.#now(), last: '' })
        return
      case 'task_event':
        this.#say(event)
        return
      case 'task_ended':
        this.#running.delete(event.index)
        if (event.result.status === 'completed') this.#completed += 1
        else if (event.result.status === 'failed') this.#failed += 1
        else this.#cancelled += 1
        return
      case 'started':
        return
    }
  }

  /** How far all of it is, in one line. */
  title(): string {
    const ended = this.#completed + this.#failed + this.#cancelled
    const bad = [...(this.#failed > 0 ? [`${this.#failed} failed`] : []), ...(this.#cancelled > 0 ? [`${this.#cancelled} canceled`] : [])]
    return [`${ended} of ${this.#tasks.length} tasks ended`, ...bad, `${this.#running.size} running`, this.#elapsed(this.#began)].join(' · ')
  }

  /** A line of at most `columns` for each task that runs, `rows` lines at most: the last one then counts the rest. */
  rows(columns: number, rows: number): string[] {
    const running = [...this.#running]
    const shown = running.length > rows ? running.slice(0, Math.max(0, rows - 1)) : running
    const rest = running.length - shown.length
    return [...shown.map(([index, row]) => this.#row(index, row, columns)), ...(rest > 0 ? [`and ${rest} more`] : [])]
  }

  #row(index: number, { backend, since, last }: Row, columns: number): string {
    const task = this.#tasks[index]
    const name = oneLine(task?.name || task?.id || task?.prompt || '')
    const head = `[${index + 1}] ${padWidth(name, Math.min(24, Math.max(8, Math.floor(columns / 4))))} ${padWidth(backend, 8)} ${this.#elapsed(since).padStart(5)}`
    const words = oneLine(new TerminalText().clean(last).trimEnd().split('\n').at(-1) ?? '')
    return `${head}  ${fitWidth(words, Math.max(0, columns - displayWidth(head) - 2))}`.trimEnd()
  }

  #say({ index, event }: Extract<ParallelEvent, { type: 'task_event' }>): void {
    const row = this.#running.get(index)
    if (row === undefined) return
    if (event.type === 'message') row.last = ((event.content.is_partial === true ? row.last : '') + event.content.text).slice(-tail)
    else if (event.type === 'tool_use') row.last = event.content.tool_name
    else if (event.type === 'retry') row.last = `retry ${event.content.attempt}: ${event.content.reason}`
  }

  #elapsed(since: number): string {
    const seconds = Math.floor((this.#now() - since) / 1000)
    return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${String(seconds % 60).padStart(2, '0')}`
  }
}
