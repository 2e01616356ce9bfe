import type { Config } from '../../config/load.ts'
import type { ChainDefinition } from '../../schema/chain.ts'
import { type Locate, locateByPath } from '../../schema/locate.ts'
import type { PlanRun } from '../plan-run.ts'
import type { PromptRequest } from '../prompt-request.ts'
import type { RunOverrides } from '../request-from-fields.ts'
import type { Planner } from '../run-one.ts'
import { spanKeys } from '../run-item.ts'
import { ChainPlanner } from './chain-planner.ts'
import type { ChainEvent, ChainResult, StepResult } from './chain-result.ts'
import { followChain } from './follow-chain.ts'
import { PlanChain, type PlannedStep, type PlanParts } from './plan-chain.ts'
import type { StepEvent } from './step-work.ts'

/** Who asks for a chain, and what that says beside it. */
export interface ChainOptions {
  /** Absolute directory of whoever asks. */
  readonly cwd: string
  readonly via: PromptRequest['via']
  /** Aborting it ends the step at work with its whole process tree, and starts no other. */
  readonly signal: AbortSignal
  /** What a command line says of every step; wins over the steps. */
  readonly overrides?: RunOverrides
  /** These win over the definition. */
  readonly stopOnFailure?: boolean
  readonly dryRun?: boolean
  /** What `{{input}}` stands for. */
  readonly input?: string
  /** Tells in messages where something of the definition stands; absent: by its path. */
  readonly locate?: Locate
  /** The rules of whoever asks; absent: those of every run. */
  readonly planner?: Planner
}

/** What the service is made of. */
export interface ChainParts extends Omit<PlanParts, 'planner'> {
  readonly config: Config
  readonly plan: PlanRun
}

/** Runs steps one after the other, each with what the steps before it said. */
export class RunChain {
  readonly #parts: ChainParts

  constructor(parts: ChainParts) {
    this.#parts = parts
  }

  /**
   * Checks the whole chain, then yields what happens and returns how it ended. A step that fails is told in its own result;
   * leaving the loop ends the step at work.
   * Throws before anything starts: `invalid_request` and what planning a run throws, naming the place in the definition.
   */
  async *execute(definition: ChainDefinition, options: ChainOptions): AsyncGenerator<ChainEvent<StepEvent>, ChainResult> {
    const planner = new ChainPlanner(this.#parts.plan, options.planner)
    try {
      return yield* this.#run(definition, options, planner)
    } finally {
      await planner.dispose()
    }
  }

  async *#run(definition: ChainDefinition, options: ChainOptions, planner: ChainPlanner): AsyncGenerator<ChainEvent<StepEvent>, ChainResult> {
    const { config } = this.#parts
    const { signal, overrides = {}, locate = locateByPath, cwd, via, input } = options
    const dryRun = options.dryRun ?? definition.dry_run ?? config.unified_flags.dry_run
    const chain = await new PlanChain({ ...this.#parts, planner }).execute(definition, { cwd, via, overrides, locate, dryRun, defaultBackend: config.default_backend, ...(input === undefined ? {} : { input }) })
    const start = new Date()
    const began = performance.now()
    yield { type: 'started', total_steps: chain.steps.length, steps: chain.steps.map(heading) }
    const results = dryRun ? chain.steps.map(previewed) : yield* followChain(chain.steps, { input: chain.input, stopOnFailure: options.stopOnFailure ?? chain.stopOnFailure }, signal)
    const completed = results.filter(({ status }) => status === 'completed').length
    const failed = results.findLast(({ status }) => status === 'failed')
    const { start_time, end_time, duration_seconds, duration_ms } = spanKeys({ start, ms: performance.now() - began })
    return {
      total_steps: chain.steps.length,
      completed_steps: completed,
      ...(failed === undefined ? {} : { failed_step: failed.step }),
      ...(signal.aborted && !dryRun ? { cancelled: true } : {}),
      ...(dryRun ? { dry_run: true } : {}),
      total_duration_seconds: duration_seconds,
      total_duration_ms: duration_ms,
      start_time,
      end_time,
      results,
    }
  }
}

function heading({ name, backend }: PlannedStep, index: number): { step: number; name?: string; backend: string } {
  return { step: index + 1, ...(name === undefined ? {} : { name }), backend }
}

function previewed(step: PlannedStep, index: number): StepResult {
  return { ...heading(step, index), ...step.preview }
}
