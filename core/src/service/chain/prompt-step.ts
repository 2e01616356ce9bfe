import { type Backend, ClinvkError, type WireEvent } from '@clinvk/plugin-sdk'
import { shellLine } from '../../backend/shell-line.ts'
import type { PromptRequest } from '../prompt-request.ts'
import { type FieldsContext, requestFromFields } from '../request-from-fields.ts'
import { runItem, type RunItem } from '../run-item.ts'
import type { RunPrompt } from '../run-prompt.ts'
import type { ChainPlanner } from './chain-planner.ts'
import type { ChainState } from './chain-state.ts'
import type { CheckedChain, CheckedStep } from './check-chain.ts'
import { inPlace } from './placed-error.ts'
import type { Attempted } from './ready-step.ts'
import type { StepText } from './step-text.ts'
import type { StepCheck, StepPreview, StepWork } from './step-work.ts'

/** What runs a single prompt. */
export interface PromptParts {
  readonly planner: ChainPlanner
  readonly prompt: RunPrompt
}

/** A step with a prompt of its own. */
export class PromptStep implements StepWork {
  readonly #parts: PromptParts
  readonly #chain: CheckedChain
  readonly #step: CheckedStep
  readonly #context: FieldsContext

  constructor(parts: PromptParts, chain: CheckedChain, step: CheckedStep, context: FieldsContext) {
    this.#parts = parts
    this.#chain = chain
    this.#step = step
    this.#context = context
  }

  get backend(): string {
    return this.#parts.planner.nameOf(this.#context.overrides?.backend || this.#step.fields.backend)
  }

  async check({ locate, path, dryRun }: StepCheck): Promise<StepPreview> {
    const { invocation, backend, request } = await inPlace(locate, path, async () => {
      const plan = await this.#parts.planner.check(this.#request((text) => text.preview(this.#chain.input, dryRun ? 'as written' : 'left out')), dryRun)
      if (this.#step.fields.session === 'continue') checkResume(plan.backend)
      return plan
    })
    const command = shellLine(invocation, backend.env.secrets)
    return { output: `Would execute: ${command}`, command, working_dir: invocation.cwd ?? request.cwd }
  }

  async *attempt(state: ChainState, signal: AbortSignal): AsyncGenerator<WireEvent, Attempted> {
    const start = new Date()
    const began = performance.now()
    const { planner, prompt } = this.#parts
    const planned = await planner.execute(this.#inTurn(this.#request((text) => text.fill(state)), state))
    const result = yield* prompt.run(planned, signal)
    const item: RunItem = {
      ...runItem(result, { start, ms: performance.now() - began }, planned.request.options.model),
      ...(this.#step.fields.verbose === true ? { command: shellLine(planned.invocation, planned.backend.env.secrets) } : {}),
    }
    return { item, working_dir: planned.request.cwd }
  }

  #request(read: (text: StepText) => string): PromptRequest {
    const { timeout: _alias, ...fields } = this.#step.fields
    const { timeout_secs: seconds } = this.#step
    const prompt = this.#step.text('prompt')
    const system = this.#step.text('system_prompt')
    return {
      ...requestFromFields(fields, this.#context),
      ...(prompt === undefined ? {} : { prompt: read(prompt) }),
      ...(system === undefined ? {} : { system_prompt: read(system) }),
      ...(seconds === undefined ? {} : { timeout_secs: seconds }),
    }
  }

  /** Its own directory, else that of the step before where it is passed on, else that of the session it goes on with. */
  #inTurn(request: PromptRequest, state: ChainState): PromptRequest {
    const session = this.#step.fields.session === 'continue' ? state.session(this.backend) : undefined
    const workdir = request.workdir ?? (this.#chain.passWorkingDir ? state.workingDirectory : undefined)
    return { ...request, ...(session === undefined ? {} : { session_id: session.id }), ...(workdir === undefined ? {} : { workdir }) }
  }
}

function checkResume({ name, title, capabilities }: Backend): void {
  if (capabilities.resume) return
  throw new ClinvkError('unsupported', `${title} cannot go on with an earlier conversation`, { backend: name, hint: 'Leave out session, or choose another backend.' })
}
