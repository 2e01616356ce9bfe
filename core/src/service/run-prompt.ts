import type { WireEvent } from '@clinvk/plugin-sdk'
import type { BackendRunner } from '../backend/run-backend.ts'
import { EventFold, type RunResult } from './fold-events.ts'
import type { PlanRun, RunPlan } from './plan-run.ts'
import type { PromptRequest } from './prompt-request.ts'

/** Runs one prompt on one backend. */
export class RunPrompt {
  readonly #plan: PlanRun
  readonly #runner: BackendRunner

  constructor(plan: PlanRun, runner: BackendRunner) {
    this.#plan = plan
    this.#runner = runner
  }

  /**
   * Yields the run's events as they come, ending with `done` or `error`, and returns the result. Aborting `signal`, or
   * leaving the loop, ends the CLI and its whole process tree.
   * Throws what planning throws, before any event; failures of a started run are its `error` event.
   */
  async *execute(asked: PromptRequest, signal: AbortSignal): AsyncGenerator<WireEvent, RunResult> {
    return yield* this.run(await this.#plan.execute(asked, false), signal)
  }

  /** The same for a plan that was made before. */
  async *run(plan: RunPlan, signal: AbortSignal): AsyncGenerator<WireEvent, RunResult> {
    const started = performance.now()
    const fold = new EventFold()
    let sequence = 0
    for await (const event of this.#runner.run(plan, signal)) {
      fold.add(event)
      sequence += 1
      yield { type: event.type, backend: plan.backend.name, timestamp: new Date().toISOString(), sequence, content: event.content } as WireEvent
    }
    return fold.result(plan.backend.name, (performance.now() - started) / 1000)
  }
}
