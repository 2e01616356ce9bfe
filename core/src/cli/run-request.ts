import type { WireEvent } from '@clinvk/plugin-sdk'
import type { Services } from '../compose.ts'
import type { RunResult } from '../service/fold-events.ts'
import type { RunPlan } from '../service/plan-run.ts'
import type { PromptRequest } from '../service/prompt-request.ts'
import { exitCode } from '../service/exit-code.ts'
import { type abortOnSignals, unlessAborted } from './interrupt.ts'
import type { OutputFormat } from './output-format.ts'
import { jsonText } from './render/json-text.ts'
import type { RunRenderer, Terminal } from './render/renderer.ts'
import { type Spinner, startSpinner } from './spinner.ts'

/** Where a run is shown. */
export interface Stage {
  readonly services: Services
  readonly renderer: RunRenderer
  readonly format: OutputFormat
  readonly terminal: Terminal
  readonly interrupt: ReturnType<typeof abortOnSignals>
}

/** Runs a request, shows it, and returns the exit code. Failures before the start are thrown. */
export async function runRequest(request: PromptRequest, { services, renderer, format, terminal, interrupt }: Stage): Promise<number> {
  const plan = await unlessAborted(services.planRun.execute(request, false), interrupt.signal)
  const events = services.runPrompt.run(plan, interrupt.signal)
  const spinner = terminal.errIsTerminal && format === 'text' ? startSpinner(process.stderr, plan.backend.title, terminal.color) : undefined
  let result: RunResult
  try {
    for (;;) {
      const next = await events.next()
      if (next.done === true) {
        result = next.value
        break
      }
      follow(spinner, next.value)
      await renderer.event(next.value)
    }
  } finally {
    spinner?.stop()
  }
  const again = result.error?.code === 'session_not_resumable' && terminal.errIsTerminal && process.stdin.isTTY === true ? await offerNew(plan, request) : undefined
  if (again !== undefined) return runRequest(again, { services, renderer, format, terminal, interrupt })
  const code = exitCode(result.error)
  // Stopped because its output went away: that the run was cancelled is nothing the person did, so there is nothing to tell.
  return result.error?.code === 'cancelled' && terminal.isGone?.() === true ? code : renderer.result(result, code)
}

/** The spinner says which tool runs, and makes way for everything that is printed. */
function follow(spinner: Spinner | undefined, event: WireEvent): void {
  if (event.type === 'tool_use') spinner?.say(event.content.tool_name)
  else if (event.type === 'retry') spinner?.say(`retry ${event.content.attempt}`)
  else if (event.type === 'message' || event.type === 'error' || event.type === 'warning' || event.type === 'done') spinner?.stop()
}

/** The CLI has lost the conversation: a person is asked whether a new one, which belongs to the old, shall take the prompt. */
async function offerNew(plan: RunPlan, { session_id: _lost, fork: _fork, ...request }: PromptRequest): Promise<PromptRequest | undefined> {
  const parent = plan.session?.id ?? plan.parent_id
  if (parent === undefined) return undefined
  const { confirm } = await import('@inquirer/prompts')
  const yes = await confirm({ message: `${plan.backend.title} does not know this conversation any more. Begin a new one with this prompt?` }, { output: process.stderr }).catch(() => false)
  return yes ? { ...request, backend: plan.backend.name, workdir: plan.request.cwd, parent_id: parent } : undefined
}

/** Prints what would be run. */
export async function dryRunRequest(request: PromptRequest, { services, format, terminal }: Stage): Promise<number> {
  const result = await services.dryRun.execute(request)
  const document = { ...result, exit_code: 0 }
  await terminal.out(format === 'text' ? `Would execute: ${result.command}\n` : `${jsonText(document, format === 'json' ? 2 : undefined)}\n`)
  return 0
}
