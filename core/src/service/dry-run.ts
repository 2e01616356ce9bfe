import { shellLine } from '../backend/shell-line.ts'
import type { PlanRun } from './plan-run.ts'
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
    const { backend, invocation, request } = await this.#plan.execute(asked, true)
    return { backend: backend.name, dry_run: true, working_dir: invocation.cwd ?? request.cwd, command: shellLine(invocation) }
  }
}
