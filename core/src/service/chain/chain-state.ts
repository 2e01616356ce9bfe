import { ClinvkError } from '@clinvk/plugin-sdk'
import type { RunItem } from '../run-item.ts'
import type { Attempted, Condition, StepStatus } from './ready-step.ts'

/** A conversation that a step left behind. */
export interface LeftSession {
  /** clinvk's id. */
  readonly id: string
  /** Where its step worked. */
  readonly working_dir?: string
}

/** What the steps of a chain have come to so far. */
export class ChainState {
  readonly #statuses = new Map<number, StepStatus>()
  readonly #items = new Map<number, RunItem>()
  readonly #sessions = new Map<string, LeftSession>()
  #newestSession: LeftSession | undefined
  #previous = ''
  #place: string | undefined
  #failed = false
  /** What was given for `{{input}}`. */
  readonly input: string

  constructor(input: string) {
    this.input = input
  }

  /** `step` counts from 0, here and below. */
  ran(step: number, { item, working_dir: place }: Attempted): void {
    const { backend, status, output = '', session_id: id } = item
    this.#statuses.set(step, status)
    this.#items.set(step, item)
    this.#previous = output
    this.#place = place ?? this.#place
    this.#failed ||= status === 'failed'
    if (id === undefined) return
    this.#newestSession = { id, ...(place === undefined ? {} : { working_dir: place }) }
    this.#sessions.set(backend, this.#newestSession)
  }

  skipped(step: number): void {
    this.#statuses.set(step, 'skipped')
  }

  /** A step that nothing is known of was passed over when the chain stopped. */
  holds({ step, is }: Condition): boolean {
    return (this.#statuses.get(step) ?? 'skipped') === is
  }

  /** Whether any step has failed. */
  get failed(): boolean {
    return this.#failed
  }

  /** Text of the newest step that ran; empty when all were skipped. */
  get previous(): string {
    return this.#previous
  }

  /** Where the newest step worked that had a place of its own. */
  get workingDirectory(): string | undefined {
    return this.#place
  }

  /** Empty for a step that was skipped. */
  output(step: number): string {
    return this.#items.get(step)?.output ?? ''
  }

  /** Why a step failed; empty for one that did not. */
  error(step: number): string {
    return this.#items.get(step)?.error?.message ?? ''
  }

  /**
   * The newest kept session, of one backend or of any.
   * Errors: `session_not_found`.
   */
  session(backend?: string): LeftSession {
    const found = backend === undefined ? this.#newestSession : this.#sessions.get(backend)
    if (found !== undefined) return found
    throw new ClinvkError('session_not_found', `no earlier step of this chain has left a session${backend === undefined ? '' : ` of ${backend}`}`, {
      ...(backend === undefined ? {} : { backend }),
      hint: 'The steps that would have were skipped, failed too early, or were answered by another backend.',
    })
  }
}
