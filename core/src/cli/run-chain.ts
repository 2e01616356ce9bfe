import type { ChainDefinition } from '../schema/chain.ts'
import type { Locate } from '../schema/locate.ts'
import type { ChainEvent, ChainResult } from '../service/chain/chain-result.ts'
import type { StepEvent } from '../service/chain/step-work.ts'
import { exitCode } from '../service/exit-code.ts'
import { chainLine, chainResultLine } from '../service/stream-line.ts'
import type { BatchStage } from './batch-command.ts'
import { ChainText } from './render/chain-text.ts'
import { errorLines } from './render/error-lines.ts'
import { jsonText } from './render/json-text.ts'
import { type Spinner, startSpinner } from './spinner.ts'

/** What the command line says of the chain as a whole. */
export interface ChainFlags {
  readonly locate: Locate
  readonly input: string | undefined
  readonly stopOnFailure: boolean | undefined
}

/** Shows a chain in one format. */
interface ChainView {
  event(event: ChainEvent<StepEvent>): Promise<void> | void
  end(result: ChainResult, exitCode: number): Promise<void> | void
}

/** Runs a chain, shows it, and returns the exit code: 7 after Ctrl-C, 1 after any failure. */
export async function runChain(definition: ChainDefinition, { locate, input, stopOnFailure }: ChainFlags, stage: BatchStage): Promise<number> {
  const { services, terminal, signal, overrides, dryRun } = stage
  const view = viewFor(stage)
  const service = await services.runChain()
  const events = service.execute(definition, {
    cwd: process.cwd(),
    via: 'cli',
    signal,
    overrides,
    locate,
    ...(input === undefined ? {} : { input }),
    ...(stopOnFailure === undefined ? {} : { stopOnFailure }),
    ...(dryRun === undefined ? {} : { dryRun }),
  })
  for (;;) {
    const next = await events.next()
    if (next.done !== true) {
      await view.event(next.value)
      continue
    }
    const code = codeOf(next.value)
    await view.end(next.value, code)
    if (terminal.isGone?.() !== true) tell(next.value, stage)
    return code
  }
}

function codeOf({ cancelled, failed_step: failed }: ChainResult): number {
  if (cancelled === true) return exitCode({ code: 'cancelled' })
  return failed === undefined ? 0 : 1
}

function tell({ cancelled, failed_step: failed, results }: ChainResult, { terminal }: BatchStage): void {
  if (cancelled === true) terminal.err(errorLines({ message: 'the chain was cancelled' }, terminal))
  if (failed === undefined) return
  const { error } = results.find(({ step }) => step === failed) ?? {}
  terminal.err(errorLines({ message: `chain failed at step ${failed}${error === undefined ? '' : `: ${error.message}`}`, hint: error?.hint }, terminal))
}

function viewFor({ terminal, format }: BatchStage): ChainView {
  const print = (value: object) => terminal.out(`${jsonText(value)}\n`)
  switch (format) {
    case 'json':
      return { event: () => undefined, end: (result, code) => terminal.out(`${jsonText({ ...result, exit_code: code }, 2)}\n`) }
    case 'stream-json':
      return { event: (event) => print(chainLine(event)), end: (result, code) => print({ type: 'result', ...chainResultLine(result), exit_code: code }) }
    case 'text': {
      const text = new ChainText(terminal)
      return terminal.errIsTerminal ? withSpinner(text, terminal.color) : text
    }
  }
}

/** The same with a line on stderr that tells what the step at work does. */
function withSpinner(text: ChainText, color: boolean): ChainView {
  let spinner: Spinner | undefined
  const stop = () => {
    spinner?.stop()
    spinner = undefined
  }
  return {
    event: async (event) => {
      if (event.type === 'step_event') return follow(spinner, event.event)
      stop()
      await text.event(event)
      if (event.type === 'step_started') spinner = startSpinner(process.stderr, text.heading(event.step), color)
    },
    end: (result) => {
      stop()
      return text.end(result)
    },
  }
}

function follow(spinner: Spinner | undefined, event: StepEvent): void {
  if (event.type === 'tool_use') spinner?.say(event.content.tool_name)
  else if (event.type === 'retry') spinner?.say(`retry ${event.content.attempt}`)
  else if (event.type === 'message') spinner?.say('answering')
  else if (event.type === 'task_started') spinner?.say(`task ${event.index + 1}`)
}
