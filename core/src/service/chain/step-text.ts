import { ClinvkError } from '@clinvk/plugin-sdk'
import type { ChainState } from './chain-state.ts'
import type { StepNames } from './step-names.ts'
import { fillTemplate, type Reference, type Template } from './template.ts'

/** A text of one step whose references are known to lead somewhere. */
export class StepText {
  readonly #template: Template
  readonly #names: StepNames
  readonly #step: number

  /** `step` counts from 0. */
  constructor(template: Template, names: StepNames, step: number) {
    this.#template = template
    this.#names = names
    this.#step = step
  }

  /** Errors: `payload_too_large`; `session_not_found` for `{{session}}` where no step before has left one. */
  fill(state: ChainState): string {
    return fillTemplate(this.#template, (reference) => this.#value(reference, state))
  }

  /** Before the chain runs: answers stand there as they are referred to, or are left out but for a sign. */
  preview(input: string, answers: 'as written' | 'left out'): string {
    return fillTemplate(this.#template, ({ kind, text }) => (kind === 'input' ? input : answers === 'as written' ? text : '…'))
  }

  #value(reference: Reference, state: ChainState): string {
    switch (reference.kind) {
      case 'previous':
        return state.previous
      case 'input':
        return state.input
      case 'session':
        return state.session().id
      default: {
        const { step, field, text } = reference
        const index = this.#names.earlier(step, this.#step)
        if (typeof index !== 'number') throw new ClinvkError('internal_error', `the reference ${text} leads nowhere, which was not noticed before the chain began`)
        return field === 'output' ? state.output(index) : state.error(index)
      }
    }
  }
}
