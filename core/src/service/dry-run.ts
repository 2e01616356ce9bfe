import { shellLine } from '../backend/shell-line.ts'
import type { PlanRun, RunPlan } from './plan-run.ts'
import type { PromptRequest } from './prompt-request.ts'

/** What a run would start. */
export interface DryRunResult {
  readonly backend: string
  readonly dry_run: true
  readonly working_dir: string
  /** A line for a shell; the prompt is `< PROMPT`, temporary files are `<name>`. */
  readonly command: string
}

/** Says what a run would start, and starts nothing. The CLI need not be installed. */
export class DryRun {
  readonly #plan: PlanRun

  constructor(plan: PlanRun) {
    this.#plan = plan
  }

  async execute(asked: PromptRequest): Promise<DryRunResult> {
    return this.describe(await this.#plan.execute(asked, true))
  }

  /** The same for the CLI's own screen; the CLI has to be there. */
  async screen(asked: Omit<PromptRequest, 'prompt'>): Promise<DryRunResult> {
    return this.describe(await this.#plan.screen(asked))
  }

  /** The same for a plan that was made before. */
  describe({ backend, invocation, request }: RunPlan): DryRunResult {
    return { backend: backend.name, dry_run: true, working_dir: invocation.cwd ?? request.cwd, command: shellLine(invocation, backend.env.secrets) }
  }
}
