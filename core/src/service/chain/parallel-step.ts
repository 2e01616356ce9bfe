import type { ParallelDefinition } from '../../schema/parallel.ts'
import type { ParallelEvent } from '../parallel-result.ts'
import { type FieldsContext, requestFromFields } from '../request-from-fields.ts'
import { resultOf } from '../result-of.ts'
import type { RunParallel } from '../run-parallel.ts'
import type { ChainPlanner } from './chain-planner.ts'
import type { ChainState } from './chain-state.ts'
import type { CheckedChain, CheckedStep } from './check-chain.ts'
import { inPlace } from './placed-error.ts'
import type { Attempted } from './ready-step.ts'
import { attemptSeveral } from './several-step.ts'
import type { StepText } from './step-text.ts'
import type { StepCheck, StepPreview, StepWork } from './step-work.ts'

/** What runs tasks. */
export interface ParallelParts {
  readonly planner: ChainPlanner
  readonly parallel: RunParallel
}

/** A step that runs tasks at the same time. */
export class ParallelStep implements StepWork {
  readonly backend = 'parallel'
  readonly #parts: ParallelParts
  readonly #chain: CheckedChain
  readonly #step: CheckedStep
  readonly #context: FieldsContext

  constructor(parts: ParallelParts, chain: CheckedChain, step: CheckedStep, context: FieldsContext) {
    this.#parts = parts
    this.#chain = chain
    this.#step = step
    this.#context = context
  }

  async check({ locate, path, dryRun }: StepCheck): Promise<StepPreview> {
    const definition = this.#definition((text) => text.preview(this.#chain.input, dryRun ? 'as written' : 'left out'))
    for (const [index, task] of definition.tasks.entries()) {
      await inPlace(locate, [...path, 'parallel', 'tasks', index], () => this.#parts.planner.check(requestFromFields(task, this.#context), dryRun))
    }
    // What concerns the list as a whole is checked by a run that starts nothing.
    const result = await inPlace(locate, [...path, 'parallel'], () => resultOf(this.#execute(definition, new AbortController().signal, true)))
    return { output: result.results.map(({ output = '' }) => output).join('\n'), parallel: result }
  }

  attempt(state: ChainState, signal: AbortSignal): AsyncGenerator<ParallelEvent, Attempted> {
    const definition = this.#definition((text) => text.fill(state), this.#chain.passWorkingDir ? state.workingDirectory : undefined)
    return attemptSeveral({ kind: 'parallel', seconds: this.#step.timeout_secs, signal }, (limited) => this.#execute(definition, limited, false))
  }

  #execute(definition: ParallelDefinition, signal: AbortSignal, dryRun: boolean) {
    const { cwd, via, overrides = {}, ephemeral } = this.#context
    const { own } = this.#parts.planner
    return this.#parts.parallel.execute(definition, { cwd, via, signal, overrides, ephemeral, dryRun, ...(own === undefined ? {} : { planner: own }) })
  }

  #definition(read: (text: StepText) => string, workdir?: string): ParallelDefinition {
    const { tasks, ...rest } = this.#step.fields.parallel as ParallelDefinition
    return {
      ...rest,
      tasks: tasks.map((task, index) => {
        const prompt = this.#step.text('parallel', 'tasks', index, 'prompt')
        const system = this.#step.text('parallel', 'tasks', index, 'system_prompt')
        return {
          ...task,
          ...(workdir === undefined || (task.workdir ?? '') !== '' ? {} : { workdir }),
          prompt: prompt === undefined ? '' : read(prompt),
          ...(system === undefined ? {} : { system_prompt: read(system) }),
        }
      }),
    }
  }
}
