import { ClinvkError, type EventContent, isClinvkError, type ModelRules } from '@clinvk/plugin-sdk'
import { ownsModel } from '../backend/model-rules.ts'
import { cannotFillIn, type Failure, movesOn } from './moves-on.ts'
import type { RunPlan } from './plan-run.ts'
import type { PromptRequest } from './prompt-request.ts'

/** A backend that was tried in vain. */
export interface FailedAttempt {
  readonly backend: string
  readonly code: Failure['code']
  readonly message: string
}

/** Something to say in the stream, in the name of a backend. */
export interface Note {
  readonly backend: string
  readonly content: EventContent['warning']
}

/** What a run with a fallback list is made of. */
export interface AttemptsParts {
  readonly asked: PromptRequest
  /** The backend that is asked first. */
  readonly first: string
  /** The others, in order. */
  readonly others: readonly string[]
  /** Longest time of all attempts together, seconds; 0: no limit. */
  readonly timeoutSecs: number
  readonly plan: (asked: PromptRequest) => Promise<RunPlan>
  /** Which models belong to a backend; loads it. */
  readonly models: (backend: string) => Promise<ModelRules>
}

/** The backends of one run, planned one after the other as they are needed. Used for one run only. */
export class Attempts {
  readonly #parts: AttemptsParts
  readonly #rest: string[]
  readonly #failed: FailedAttempt[] = []
  /** The last one of a backend that could take the request. */
  #broken: { readonly backend: string; readonly failure: Failure } | undefined
  readonly #started = performance.now()
  #notes: Note[] = []
  #current: RunPlan | undefined

  constructor(parts: AttemptsParts) {
    this.#parts = parts
    this.#rest = [...parts.others]
  }

  /** Those that failed before the one that is at work, or that was the last. */
  get failed(): readonly FailedAttempt[] {
    return [...this.#failed]
  }

  /** The plan that is carried out, or was the last one. */
  get current(): RunPlan | undefined {
    return this.#current
  }

  /** True while there is another backend to ask. */
  get more(): boolean {
    return this.#rest.length > 0
  }

  /** What has to be said before the next event. */
  takeNotes(): readonly Note[] {
    const notes = this.#notes
    this.#notes = []
    return notes
  }

  /** The plan for the first backend, or the next one that can be planned. Errors: as of planning. */
  async begin(): Promise<RunPlan> {
    const { asked, first, plan } = this.#parts
    try {
      return (this.#current = { ...(await plan(asked)), attempts: this })
    } catch (error) {
      if (!isClinvkError(error) || !this.more || !movesOn(error, 'plan')) throw error
      return this.next(first, error)
    }
  }

  /** The plan for the backend after `failed`. Errors: the last one's, with every attempt in its details. */
  async next(failed: string, failure: Failure): Promise<RunPlan> {
    this.#fail(failed, failure)
    for (;;) {
      const name = this.#rest.shift() as string
      try {
        const { request, notes } = await this.#requestFor(name)
        const plan = await this.#parts.plan(request)
        this.#notes.push(...notes)
        return (this.#current = { ...plan, attempts: this })
      } catch (error) {
        if (!isClinvkError(error)) throw error
        const passedOver = cannotFillIn(error)
        if (!this.more || !(passedOver || movesOn(error, 'plan'))) throw this.#last(name, error, passedOver)
        this.#fail(name, error)
      }
    }
  }

  /** A last failure, with every attempt in its details. A limit of time is that of the whole run. */
  ending(backend: string, error: Pick<ClinvkError, 'code' | 'message' | 'hint' | 'details'> | EventContent['error']): EventContent['error'] {
    const { code, message, hint, details } = error
    const attempts = this.#failed.length === 0 ? {} : { attempts: [...this.#failed, { backend, code, message }] }
    const limit = this.#failed.length > 0 && details?.['timeout_secs'] !== undefined ? { timeout_secs: this.#parts.timeoutSecs } : {}
    const all = { ...details, ...limit, ...attempts }
    return { code, message, ...(hint === undefined ? {} : { hint }), ...(Object.keys(all).length === 0 ? {} : { details: all }) }
  }

  /** What keeps the last backend from filling in is not why the run failed: that is told by the one that broke before. */
  #last(name: string, error: ClinvkError, passedOver: boolean): ClinvkError {
    const { code, message, hint, details } = this.ending(name, error)
    const told = passedOver && this.#broken !== undefined ? this.#broken : { backend: name, failure: { code, message, hint, details } }
    const all = { ...told.failure.details, attempts: details?.['attempts'] }
    return new ClinvkError(told.failure.code, told.failure.message, { backend: told.backend, ...(told.failure.hint === undefined ? {} : { hint: told.failure.hint }), details: all, cause: error })
  }

  #fail(backend: string, failure: Failure): void {
    const { code, message } = failure
    this.#failed.push({ backend, code, message })
    if (!cannotFillIn(failure)) this.#broken = { backend, failure }
    this.#notes.push({ backend, content: { message: `${backend} failed (${code}: ${message}); ${this.#rest[0]} is asked instead`, code: 'fallback' } })
  }

  /** The same request for another backend: a model counts where it is that backend's, flags for the first CLI do not count. */
  async #requestFor(backend: string): Promise<{ readonly request: PromptRequest; readonly notes: readonly Note[] }> {
    const { asked, first, timeoutSecs, models } = this.#parts
    const { model, extra_flags: flags = [], ...same } = asked
    const notes: Note[] = []
    const say = (code: string, message: string) => void notes.push({ backend, content: { message, code } })
    const keeps = model !== undefined && model !== '' && ownsModel(await models(backend), model)
    if (model !== undefined && model !== '' && model !== first && !keeps) say('fallback_model', `the model "${model}" is none of ${backend}, which answers with its own default`)
    if (flags.length > 0) say('fallback_extra_flags', `flags for the CLI of ${first} are not passed to ${backend}`)
    return { request: { ...same, backend, fallback: [], ...(keeps ? { model } : {}), ...this.#timeLeft(timeoutSecs) }, notes }
  }

  #timeLeft(total: number): { timeout_secs?: number } {
    if (total === 0) return {}
    const left = total - (performance.now() - this.#started) / 1000
    if (left > 0) return { timeout_secs: left }
    throw new ClinvkError('timeout', `the run was stopped after ${total} s without an answer`, { hint: 'Allow more time with --timeout.', details: { timeout_secs: total } })
  }
}
