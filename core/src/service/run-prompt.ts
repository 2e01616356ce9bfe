import type { RunEvent, WireEvent } from '@clinvk/plugin-sdk'
import type { BackendRunner } from '../backend/run-backend.ts'
import { EventFold, type RunResult } from './fold-events.ts'
import type { KeepRun, KeptRun } from './keep-run.ts'
import type { PlanRun, RunPlan } from './plan-run.ts'
import type { PromptRequest } from './prompt-request.ts'

/** Runs one prompt on one backend, in a session of its own or one that goes on. */
export class RunPrompt {
  readonly #plan: PlanRun
  readonly #runner: BackendRunner
  readonly #keep: KeepRun

  constructor(plan: PlanRun, runner: BackendRunner, keep: KeepRun) {
    this.#plan = plan
    this.#runner = runner
    this.#keep = keep
  }

  /**
   * Yields the run's events as they come, ending with `done` or `error`, and returns the result. Aborting `signal`, or
   * leaving the loop, ends the CLI and its whole process tree; what had come is saved.
   * Throws what planning throws, and `session_busy`, before any event; failures of a started run are its `error` event.
   */
  async *execute(asked: PromptRequest, signal: AbortSignal): AsyncGenerator<WireEvent, RunResult> {
    return yield* this.run(await this.#plan.execute(asked, false), signal)
  }

  /** The same for a plan that was made before. */
  async *run(plan: RunPlan, signal: AbortSignal): AsyncGenerator<WireEvent, RunResult> {
    const started = performance.now()
    const fold = new EventFold()
    let kept = plan.session === undefined ? undefined : await this.#keep.reopen(plan, plan.session)
    const events = this.#runner.run(plan, signal)
    const result = () => ({ ...fold.result(plan.backend.name, (performance.now() - started) / 1000), ...(kept === undefined ? {} : { session_id: kept.id }) })
    let sequence = 0
    try {
      // The CLI starts while its session is written.
      let next = events.next()
      next.catch(() => undefined) // awaited below; until then nobody listens
      kept ??= await this.#keep.open(plan)
      for (;;) {
        const { value, done } = await next
        if (done === true) break
        fold.add(value)
        kept?.notice(value)
        sequence += 1
        yield wire(value, plan, kept, sequence)
        next = events.next()
      }
    } finally {
      await events.return()
      if (sequence === 0) await kept?.abandon()
      else await kept?.close(fold.ended ? result() : { ...result(), error: abandoned })
    }
    return result()
  }
}

/** The run of somebody who stopped listening. */
const abandoned = { code: 'cancelled', message: 'the run was given up before it ended' } as const

function wire(event: RunEvent, plan: RunPlan, kept: KeptRun | undefined, sequence: number): WireEvent {
  const session = kept === undefined ? {} : { session_id: kept.id }
  return { type: event.type, backend: plan.backend.name, ...session, timestamp: new Date().toISOString(), sequence, content: event.content } as WireEvent
}
