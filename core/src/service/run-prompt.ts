import type { RunEvent, WireEvent } from '@clinvk/plugin-sdk'
import type { BreakerGate } from '../backend/breaker-gate.ts'
import type { BackendRunner } from '../backend/run-backend.ts'
import { EventFold, type RunResult } from './fold-events.ts'
import type { KeepRun, KeptRun } from './keep-run.ts'
import type { PlanRun, RunPlan } from './plan-run.ts'
import type { PromptRequest } from './prompt-request.ts'

/** An event on its way out, and which backend it is of. */
export interface RunStep {
  readonly event: RunEvent
  /** Another one than the plan's where the failure of an earlier backend is told. */
  readonly backend: string
  /** The plan that is carried out. It changes when another backend takes over. */
  readonly plan: RunPlan
}

/** Runs one prompt on one backend, in a session of its own or one that goes on. */
export class RunPrompt {
  readonly #plan: PlanRun
  readonly #runner: BackendRunner
  readonly #keep: KeepRun
  readonly #breakers: BreakerGate | undefined

  constructor(plan: PlanRun, runner: BackendRunner, keep: KeepRun, breakers?: BreakerGate) {
    this.#plan = plan
    this.#runner = runner
    this.#keep = keep
    this.#breakers = breakers
  }

  /**
   * Yields the run's events as they come, ending with `done` or `error`, and returns the result. Aborting `signal`, or
   * leaving the loop, ends the CLI and its whole process tree; what had come is saved.
   * With a fallback list another backend takes over where one fails before its first text; its events follow those of the first.
   * Throws what planning throws, and `session_busy`, before any event; failures of a started run are its `error` event.
   */
  async *execute(asked: PromptRequest, signal: AbortSignal): AsyncGenerator<WireEvent, RunResult> {
    return yield* this.run(await this.#plan.execute(asked, false), signal)
  }

  /** The same for a plan that was made before. With a JSON schema the answer comes whole and checked (see run-structured.ts). */
  async *run(plan: RunPlan, signal: AbortSignal): AsyncGenerator<WireEvent, RunResult> {
    if (plan.asked === undefined) return yield* this.#once(plan, signal)
    const { runStructured } = await import('./run-structured.ts')
    const again = async (asked: PromptRequest) => this.#once(await this.#plan.execute(asked, false), signal)
    return yield* runStructured(plan.asked, this.#once(plan, signal), again)
  }

  async *#once(plan: RunPlan, signal: AbortSignal): AsyncGenerator<WireEvent, RunResult> {
    const started = performance.now()
    const fold = new EventFold()
    let current = plan
    let ended: string | undefined
    let kept = plan.session === undefined ? undefined : await this.#keep.reopen(plan, plan.session)
    let placed: () => void = () => {}
    const place = new Promise<void>((resolve) => (placed = resolve))
    const events = this.#steps(plan, signal, placed)
    const result = () => ({
      ...fold.result(ended ?? current.backend.name, (performance.now() - started) / 1000),
      ...(kept === undefined ? {} : { session_id: kept.id }),
      ...(plan.attempts === undefined || plan.attempts.failed.length === 0 ? {} : { fallback: plan.attempts.failed }),
    })
    let sequence = 0
    try {
      let next = events.next()
      next.catch(() => undefined) // awaited below; until then nobody listens
      // A run that finds no place leaves no session; that of one that has it is written while the CLI starts.
      await Promise.race([place, next])
      kept ??= await this.#keep.open(plan)
      for (;;) {
        const { value, done } = await next
        if (done === true) break
        const { event, backend } = value
        if (value.plan !== current) {
          current = value.plan
          fold.restart()
          kept?.move(current)
        }
        fold.add(event)
        kept?.notice(event)
        if (fold.ended) ended = backend
        sequence += 1
        yield wire(event, backend, kept, sequence)
        next = events.next()
      }
    } finally {
      await events.return()
      if (sequence === 0) await kept?.abandon()
      else await kept?.close(fold.ended ? result() : { ...result(), error: abandoned })
    }
    return result()
  }

  /** `placed` is called when a CLI may be started. */
  async *#steps(plan: RunPlan, signal: AbortSignal, placed: () => void): AsyncGenerator<RunStep, void> {
    const start = (next: RunPlan) => this.#runner.run(next, signal, placed)
    const run = (next: RunPlan) => this.#breakers?.guard(next.backend.name, next.recorded === true, () => start(next)) ?? start(next)
    if (plan.attempts !== undefined) {
      const { runAttempts } = await import('./run-attempts.ts')
      return yield* runAttempts(plan, plan.attempts, run, signal)
    }
    for await (const event of run(plan)) yield { plan, backend: plan.backend.name, event }
  }
}

/** The run of somebody who stopped listening. */
const abandoned = { code: 'cancelled', message: 'the run was given up before it ended' } as const

function wire(event: RunEvent, backend: string, kept: KeptRun | undefined, sequence: number): WireEvent {
  const session = kept === undefined ? {} : { session_id: kept.id }
  return { type: event.type, backend, ...session, timestamp: new Date().toISOString(), sequence, content: event.content } as WireEvent
}
