import type { CompareDefinition } from '../schema/compare.ts'
import { exitCode } from '../service/exit-code.ts'
import type { CompareResult } from '../service/run-compare.ts'
import { compareLine } from '../service/stream-line.ts'
import type { BatchStage } from './batch-command.ts'
import type { AnswerDiff } from './render/answer-diff.ts'
import { compareHead, compareText } from './render/compare-text.ts'
import { errorLines } from './render/error-lines.ts'
import { jsonText } from './render/json-text.ts'
import { TaskBoard } from './task-board.ts'

/** Asks several backends, shows what they say, and returns the exit code: 7 after Ctrl-C, 1 after any failure. */
export async function runCompare(definition: CompareDefinition, diff: boolean, stage: BatchStage): Promise<number> {
  const { services, terminal, format, signal, dryRun } = stage
  const { backend: _chosen, ...overrides } = stage.overrides
  const events = (await services.runCompare()).execute(definition, { cwd: process.cwd(), via: 'cli', signal, overrides, skipUnavailable: true, ...(dryRun === undefined ? {} : { dryRun }) })
  let board: TaskBoard | undefined
  try {
    for (;;) {
      const next = await events.next()
      if (next.done === true) {
        await board?.stop()
        return await end(next.value, diff, stage)
      }
      const event = next.value
      if (event.type === 'asked') {
        for (const { backend, reason } of event.skipped) terminal.err(`Warning: backend "${backend}" ${reason}, skipping\n`)
        if (format === 'text') await terminal.out(compareHead(definition.prompt, event.backends))
        if (format === 'text' && terminal.errIsTerminal) board = new TaskBoard(event.backends.map((name) => ({ prompt: name })), process.stderr)
      } else await board?.note(event)
      if (format === 'stream-json') await terminal.out(`${jsonText(compareLine(event))}\n`)
    }
  } finally {
    await board?.stop()
  }
}

async function end(result: CompareResult, diff: boolean, { terminal, format, signal }: BatchStage): Promise<number> {
  const { failed, cancelled, results } = result
  const code = signal.aborted && cancelled > 0 ? exitCode({ code: 'cancelled' }) : failed + cancelled > 0 ? 1 : 0
  const diffs = diff ? await differences(results) : undefined
  if (format === 'text') await terminal.out(compareText(result, { columns: terminal.outIsTerminal ? process.stdout.columns || 80 : undefined, color: terminal.outIsTerminal && terminal.color, diffs }))
  else {
    const document = { ...result, ...(diffs === undefined ? {} : { differences: diffs }), exit_code: code }
    await terminal.out(`${format === 'json' ? jsonText(document, 2) : jsonText({ type: 'result', ...document })}\n`)
  }
  if (failed > 0 && terminal.isGone?.() !== true) terminal.err(errorLines({ message: 'some backends failed' }, terminal))
  return code
}

/** Of those that answered. The library is imported only here. */
async function differences(results: CompareResult['results']): Promise<AnswerDiff[]> {
  const { answerDiffs } = await import('./render/answer-diff.ts')
  return answerDiffs(results.flatMap(({ backend, status, output }) => (status === 'completed' ? [{ backend, text: output ?? '' }] : [])))
}
