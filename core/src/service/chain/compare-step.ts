import type { CompareDefinition } from '../../schema/compare.ts'
import { type FieldsContext, requestFromFields } from '../request-from-fields.ts'
import { resultOf } from '../result-of.ts'
import type { CompareEvent, RunCompare } from '../run-compare.ts'
import type { ChainPlanner } from './chain-planner.ts'
import type { ChainState } from './chain-state.ts'
import type { CheckedChain, CheckedStep } from './check-chain.ts'
import { inPlace } from './placed-error.ts'
import type { Attempted } from './ready-step.ts'
import { attemptSeveral } from './several-step.ts'
import type { StepText } from './step-text.ts'
import type { StepCheck, StepPreview, StepWork } from './step-work.ts'

/** What compares. */
export interface CompareParts {
  readonly planner: ChainPlanner
  readonly compare: RunCompare
}

/** A step that asks several backends the same. */
export class CompareStep implements StepWork {
  readonly backend = 'compare'
  readonly #parts: CompareParts
  readonly #chain: CheckedChain
  readonly #step: CheckedStep
  readonly #context: FieldsContext

  /** A flag that names one backend, or others to fall back to, says nothing about several. */
  constructor(parts: CompareParts, chain: CheckedChain, step: CheckedStep, { overrides = {}, ...context }: FieldsContext) {
    this.#parts = parts
    this.#chain = chain
    this.#step = step
    const { backend: _one, fallback: _others, ...shared } = overrides
    this.#context = { ...context, overrides: shared }
  }

  async check({ locate, path, dryRun }: StepCheck): Promise<StepPreview> {
    const definition = this.#definition((text) => text.preview(this.#chain.input, dryRun ? 'as written' : 'left out'))
    const { backends = [], all_backends: _all, sequential: _order, ...fields } = definition
    const at = [...path, 'compare']
    for (const [index, backend] of backends.entries()) {
      const request = () => requestFromFields({ ...fields, backend, fallback: [] }, this.#context)
      await inPlace(locate, at, () => this.#parts.planner.check(request(), dryRun), [...at, 'backends', index])
    }
    // What concerns the comparison as a whole is checked by one that asks nobody.
    const result = await inPlace(locate, at, () => resultOf(this.#execute(definition, new AbortController().signal, true)))
    return { output: result.results.map(({ output = '' }) => output).join('\n'), compare: result }
  }

  attempt(state: ChainState, signal: AbortSignal): AsyncGenerator<CompareEvent, Attempted> {
    const definition = this.#definition((text) => text.fill(state), this.#chain.passWorkingDir ? state.workingDirectory : undefined)
    return attemptSeveral({ kind: 'compare', seconds: this.#step.timeout_secs, signal }, (limited) => this.#execute(definition, limited, false))
  }

  #execute(definition: CompareDefinition, signal: AbortSignal, dryRun: boolean) {
    const { cwd, via, overrides = {}, ephemeral } = this.#context
    const { own } = this.#parts.planner
    return this.#parts.compare.execute(definition, { cwd, via, signal, overrides, ephemeral, dryRun, ...(own === undefined ? {} : { planner: own }) })
  }

  #definition(read: (text: StepText) => string, workdir?: string): CompareDefinition {
    const fields = this.#step.fields.compare as CompareDefinition
    const prompt = this.#step.text('compare', 'prompt')
    const system = this.#step.text('compare', 'system_prompt')
    return {
      ...fields,
      ...(workdir === undefined || (fields.workdir ?? '') !== '' ? {} : { workdir }),
      prompt: prompt === undefined ? '' : read(prompt),
      ...(system === undefined ? {} : { system_prompt: read(system) }),
    }
  }
}
