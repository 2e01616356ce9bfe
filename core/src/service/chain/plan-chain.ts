import type { ChainDefinition } from '../../schema/chain.ts'
import type { FieldsContext } from '../request-from-fields.ts'
import type { RunCompare } from '../run-compare.ts'
import type { RunParallel } from '../run-parallel.ts'
import type { RunPrompt } from '../run-prompt.ts'
import type { StepResult } from './chain-result.ts'
import type { ChainPlanner } from './chain-planner.ts'
import { type CheckedChain, type CheckedStep, checkChain, type CheckOptions } from './check-chain.ts'
import { CompareStep } from './compare-step.ts'
import { ParallelStep } from './parallel-step.ts'
import { PromptStep } from './prompt-step.ts'
import type { ReadyStep } from './ready-step.ts'
import type { StepEvent, StepWork } from './step-work.ts'

/** What runs the steps. */
export interface PlanParts {
  readonly planner: ChainPlanner
  readonly prompt: RunPrompt
  readonly parallel: RunParallel
  readonly compare: RunCompare
}

/** What a chain is planned with. */
export interface PlanChainOptions extends CheckOptions, Pick<FieldsContext, 'cwd' | 'via'> {
  readonly dryRun: boolean
}

/** A step that can run, and what a dry run tells of it. */
export interface PlannedStep extends ReadyStep<StepEvent> {
  readonly preview: Omit<StepResult, 'step' | 'name' | 'backend'>
}

/** A chain of which everything is known that can be before it runs. */
export interface PlannedChain extends Omit<CheckedChain, 'steps'> {
  readonly steps: readonly PlannedStep[]
}

/** Checks a whole chain before its first step: words, references, backends, options, flags, directories. Nothing is started or written. */
export class PlanChain {
  readonly #parts: PlanParts

  constructor(parts: PlanParts) {
    this.#parts = parts
  }

  /** Errors: `invalid_request` and those of planning a run, each naming its place in the definition. */
  async execute(definition: ChainDefinition, options: PlanChainOptions): Promise<PlannedChain> {
    const { overrides, locate, dryRun } = options
    // A name from a command line has no place in the definition.
    if (overrides.backend !== undefined && overrides.backend !== '') this.#parts.planner.checkName(overrides.backend)
    const chain = checkChain(definition, options)
    const steps: PlannedStep[] = []
    for (const [index, step] of chain.steps.entries()) {
      const { fields, when, retries, retryDelayMs } = step
      const work = this.#work(chain, step, options)
      const preview = await work.check({ locate, path: ['steps', index], dryRun })
      steps.push({
        ...(fields.name === undefined ? {} : { name: fields.name }),
        ...(fields.metadata === undefined ? {} : { metadata: fields.metadata }),
        backend: work.backend,
        ...(when === undefined ? {} : { when }),
        retries,
        retryDelayMs,
        attempt: (state, signal) => work.attempt(state, signal),
        preview: { status: 'completed', exit_code: 0, dry_run: true, ...preview, ...asked(step) },
      })
    }
    return { ...chain, steps }
  }

  #work(chain: CheckedChain, step: CheckedStep, { cwd, via, overrides }: PlanChainOptions): StepWork {
    const context = { cwd, via, overrides, ephemeral: step.ephemeral }
    switch (step.kind) {
      case 'prompt':
        return new PromptStep(this.#parts, chain, step, context)
      case 'parallel':
        return new ParallelStep(this.#parts, chain, step, context)
      case 'compare':
        return new CompareStep(this.#parts, chain, step, context)
    }
  }
}

/** What a dry run repeats of a step, for people to see when and how often it would run. */
function asked({ fields: { when, retry, session }, timeout_secs: seconds }: CheckedStep): Pick<StepResult, 'when' | 'retry' | 'session' | 'timeout_secs'> {
  return {
    ...(when === undefined ? {} : { when }),
    ...(retry === undefined ? {} : { retry }),
    ...(session === undefined ? {} : { session }),
    ...(seconds === undefined ? {} : { timeout_secs: seconds }),
  }
}
