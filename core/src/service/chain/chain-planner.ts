import type { PlanRun, RunPlan } from '../plan-run.ts'
import type { PromptRequest } from '../prompt-request.ts'
import type { Planner } from '../run-one.ts'

/** Plans the runs of one chain. What is made for them, such as a private folder, stays until the chain has ended: later steps may work there. */
export class ChainPlanner {
  readonly #plan: PlanRun
  readonly #execute: Planner
  /** As it was given, for services that plan by themselves. */
  readonly own: Planner | undefined
  readonly #disposals: (() => Promise<void>)[] = []

  /** `execute` has further rules, such as those of a server; absent: only those of every run. */
  constructor(plan: PlanRun, execute?: Planner) {
    this.#plan = plan
    this.own = execute
    this.#execute = execute ?? (async (request, dryRun) => ({ plan: await plan.execute(request, dryRun) }))
  }

  /** The backend that a request is for, as far as it says. */
  nameOf(asked?: string): string {
    return this.#plan.nameOf(asked)
  }

  /** Errors: `backend_disabled`, `backend_not_found`. */
  checkName(asked?: string): void {
    this.#plan.checkName(asked)
  }

  /** For a run that follows. Errors: those of a plan. */
  async execute(request: PromptRequest): Promise<RunPlan> {
    const { plan, dispose } = await this.#execute(request, false)
    if (dispose !== undefined) this.#disposals.push(dispose)
    return plan
  }

  /** Only to see whether it can be done. Errors: those of a plan. */
  async check(request: PromptRequest, dryRun: boolean): Promise<RunPlan> {
    const { plan, dispose } = await this.#execute(request, dryRun)
    await dispose?.()
    return plan
  }

  /** After the chain. */
  async dispose(): Promise<void> {
    for (const dispose of this.#disposals.splice(0)) await dispose()
  }
}
