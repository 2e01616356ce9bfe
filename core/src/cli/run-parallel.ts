import type { ParallelDefinition } from '../schema/parallel.ts'
import type { ParallelEvent, ParallelResult } from '../service/parallel-result.ts'
import { exitCode } from '../service/exit-code.ts'
import { parallelLine } from '../service/stream-line.ts'
import type { BatchStage } from './batch-command.ts'
import { errorLines } from './render/error-lines.ts'
import { jsonText } from './render/json-text.ts'
import { ParallelText } from './render/parallel-text.ts'
import { TaskBoard } from './task-board.ts'

/** What the command line says of the list as a whole. */
export interface ParallelFlags {
  readonly maxParallel: number | undefined
  readonly failFast: boolean | undefined
  readonly outputDir: string | undefined
  readonly quiet: boolean
}

/** Shows a list of runs in one format. */
interface ParallelView {
  event(event: ParallelEvent): Promise<void> | void
  end(result: ParallelResult, exitCode: number): Promise<void> | void
}

/** Runs a list of tasks, shows it, and returns the exit code: 7 after Ctrl-C, 1 after any failure. */
export async function runParallel(definition: ParallelDefinition, flags: ParallelFlags, stage: BatchStage): Promise<number> {
  const { services, terminal, format, signal, overrides, dryRun } = stage
  const view = viewFor(definition, flags, stage)
  const events = (await services.runParallel()).execute(definition, {
    cwd: process.cwd(),
    via: 'cli',
    signal,
    overrides,
    keepOutputs: format === 'json',
    ...(flags.maxParallel === undefined ? {} : { maxParallel: flags.maxParallel }),
    ...(flags.failFast === undefined ? {} : { failFast: flags.failFast }),
    ...(flags.outputDir === undefined ? {} : { outputDir: flags.outputDir }),
    ...(dryRun === undefined ? {} : { dryRun }),
  })
  for (;;) {
    const next = await events.next()
    if (next.done === true) {
      const code = codeOf(next.value, signal)
      await view.end(next.value, code)
      if (terminal.isGone?.() !== true) tell(next.value, stage)
      return code
    }
    await view.event(next.value)
  }
}

function codeOf({ failed, cancelled, output_error: unwritten }: ParallelResult, signal: AbortSignal): number {
  if (signal.aborted && cancelled > 0) return exitCode({ code: 'cancelled' })
  return failed > 0 || cancelled > 0 || unwritten !== undefined ? 1 : 0
}

function tell({ failed, output_error: unwritten }: ParallelResult, { terminal }: BatchStage): void {
  if (unwritten !== undefined) terminal.err(errorLines(unwritten, terminal))
  if (failed > 0) terminal.err(errorLines({ message: `${failed} task(s) failed` }, terminal))
}

function viewFor(definition: ParallelDefinition, { quiet }: ParallelFlags, { terminal, format, config }: BatchStage): ParallelView {
  const print = (value: object) => terminal.out(`${jsonText(value)}\n`)
  switch (format) {
    case 'json':
      return { event: () => undefined, end: (result, code) => terminal.out(`${jsonText({ ...result, exit_code: code }, 2)}\n`) }
    case 'stream-json':
      return { event: (event) => print(parallelLine(event)), end: (result, code) => print({ type: 'result', ...result, exit_code: code }) }
    case 'text': {
      const text = new ParallelText(definition.tasks, terminal, { quiet, table: config.parallel.aggregate_output })
      return terminal.errIsTerminal ? onBoard(text, definition, terminal.outIsTerminal) : text
    }
  }
}

/** The same with a live view of what runs. */
function onBoard(text: ParallelView, { tasks }: ParallelDefinition, sameScreen: boolean): ParallelView {
  const board = new TaskBoard(tasks, process.stderr)
  return {
    event: async (event) => {
      await board.note(event)
      const print = async () => text.event(event)
      if (event.type === 'task_ended' && sameScreen) await board.aside(print)
      else await print()
    },
    end: async (result, code) => {
      await board.stop()
      await text.end(result, code)
    },
  }
}
