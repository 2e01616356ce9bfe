import { ClinvkError, isClinvkError, type WireEvent } from '@clinvk/plugin-sdk'
import { shellLine } from '../backend/shell-line.ts'
import type { PlanRun, RunPlan } from './plan-run.ts'
import type { PromptRequest } from './prompt-request.ts'
import { failedItem, runItem, type RunItem, spanKeys } from './run-item.ts'
import type { RunPrompt } from './run-prompt.ts'

/** Checks a request and says what to run; `dispose` gives back what that took, when the run has ended. */
export type Planner = (request: PromptRequest, dryRun: boolean) => Promise<{ readonly plan: RunPlan; readonly dispose?: () => Promise<void> }>

/** How one run of several goes. */
export interface OneOptions {
  /** Aborting it ends the CLI and its whole process tree. */
  readonly signal: AbortSignal
  /** Gets each event; the run goes on when it resolves. */
  readonly onEvent?: (event: WireEvent) => Promise<void>
  /** Say what would be run, and run nothing. */
  readonly dryRun?: boolean
  /** Put the command into the item. */
  readonly verbose?: boolean
  /** The rules of whoever asks; absent: those of every run. */
  readonly planner?: Planner | undefined
}

/** One run among several: whatever goes wrong with it is its own, and stands in its item. */
export class RunOne {
  readonly #plan: PlanRun
  readonly #prompt: RunPrompt

  constructor(plan: PlanRun, prompt: RunPrompt) {
    this.#plan = plan
    this.#prompt = prompt
  }

  /** Never throws: a run that cannot start has failed. */
  async execute(request: PromptRequest, { signal, onEvent, dryRun = false, verbose = false, planner }: OneOptions): Promise<RunItem> {
    const start = new Date()
    const began = performance.now()
    const span = () => ({ start, ms: performance.now() - began })
    let dispose: (() => Promise<void>) | undefined
    try {
      if (signal.aborted) throw new ClinvkError('cancelled', 'canceled')
      const planned = planner === undefined ? { plan: await this.#plan.execute(request, dryRun) } : await planner(request, dryRun)
      const { plan } = planned
      dispose = planned.dispose
      const command = shellLine(plan.invocation, plan.backend.env.secrets)
      if (dryRun) return { backend: plan.backend.name, status: 'completed', exit_code: 0, output: `Would execute: ${command}`, dry_run: true, command, ...spanKeys(span()) }
      const events = this.#prompt.run(plan, signal)
      for (;;) {
        const next = await events.next()
        if (next.done === true) return { ...runItem(next.value, span(), plan.request.options.model), ...(verbose ? { command } : {}) }
        await onEvent?.(next.value)
      }
    } catch (thrown) {
      return failedItem(this.#plan.nameOf(request.backend), isClinvkError(thrown) ? thrown : unexpected(thrown), span())
    } finally {
      await dispose?.()
    }
  }
}

function unexpected(thrown: unknown): ClinvkError {
  return new ClinvkError('internal_error', `clinvk failed unexpectedly: ${thrown instanceof Error ? thrown.message : String(thrown)}`, { hint: 'Run again with CLINVK_LOG=debug, and report it.', cause: thrown })
}
