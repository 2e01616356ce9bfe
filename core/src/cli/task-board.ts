import type { Task } from '../schema/parallel.ts'
import type { ParallelEvent } from '../service/parallel-result.ts'
import { BoardLines } from './render/board-lines.ts'

const refreshMs = 200
/** Lines of the screen that stay free: the title, and where the next thing is printed. */
const spareRows = 4
/** Columns that the drawing library puts before a line. */
const indentation = 6

/** A live view of tasks on a person's terminal, drawn on stderr. It makes way for what is printed. */
export class TaskBoard {
  readonly #lines: BoardLines
  readonly #stream: NodeJS.WriteStream
  #takeDown: (() => Promise<void>) | undefined

  constructor(tasks: readonly Task[], stream: NodeJS.WriteStream) {
    this.#lines = new BoardLines(tasks, () => performance.now())
    this.#stream = stream
  }

  /** Draws from the first task on. */
  async note(event: ParallelEvent): Promise<void> {
    this.#lines.note(event)
    if (event.type === 'task_started') this.#takeDown ??= await this.#draw()
  }

  /** Takes the board away while something is printed on the same screen. */
  async aside(print: () => Promise<void>): Promise<void> {
    const drawn = this.#takeDown !== undefined
    await this.stop()
    await print()
    if (drawn) this.#takeDown = await this.#draw()
  }

  async stop(): Promise<void> {
    await this.#takeDown?.()
    this.#takeDown = undefined
  }

  /** Resolves with how to take it away again. */
  async #draw(): Promise<() => Promise<void>> {
    const { Listr, ListrLogger, ProcessOutput } = await import('listr2')
    const logger = new ListrLogger({ processOutput: new ProcessOutput(this.#stream, this.#stream, { leaveEmptyLine: false }) })
    let finish = () => {}
    const until = new Promise<void>((resolve) => {
      finish = resolve
    })
    const show = (task: { title: string; output: string }): void => {
      const { columns, rows } = this.#stream
      task.title = this.#lines.title()
      task.output = this.#lines.rows(Math.max(20, (columns || 80) - indentation), Math.max(1, (rows || 24) - spareRows)).join('\n')
    }
    const board = new Listr(
      [
        {
          title: this.#lines.title(),
          task: async (_context, task) => {
            show(task)
            const timer = setInterval(() => show(task), refreshMs)
            await until
            clearInterval(timer)
          },
        },
      ],
      // Ctrl-C ends the tasks; their end takes the board away.
      { renderer: 'default', registerSignalListeners: false, forceTTY: true, rendererOptions: { logger, clearOutput: true, formatOutput: 'truncate' } },
    )
    const drawn = board.run()
    return async () => {
      finish()
      await drawn
    }
  }
}
