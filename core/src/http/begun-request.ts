import { ClinvkError } from '@clinvk/plugin-sdk'
import type { Log } from '../log.ts'
import type { Identity } from '../service/api-keys.ts'
import type { Caller } from '../service/caller.ts'
import type { Activity } from './activity.ts'
import type { RequestState } from './context.ts'
import { ServerTiming } from './server-timing.ts'
import type { Surface } from './surface.ts'

/**
 * What is known of a request before anything has looked at it: nobody asks, who may do nothing. Its signal is made when somebody first
 * listens: most requests are answered before that, and thousands of those come in a second.
 */
export class BegunRequest implements RequestState {
  requestId = ''
  identity: Identity = { kind: 'missing' }
  caller: Caller = { scopes: [], max_permission: 'read-only' }
  readonly timing = new ServerTiming()
  readonly surface: Surface
  readonly activity: Activity
  log: Log
  #reason: ClinvkError | undefined
  #controller: AbortController | undefined

  constructor(surface: Surface, activity: Activity, log: Log) {
    this.surface = surface
    this.activity = activity
    this.log = log
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController()
      if (this.#reason !== undefined) this.#controller.abort(this.#reason)
      else if (this.activity.signal.aborted) this.#end()
      else this.activity.signal.addEventListener('abort', this.#end, { once: true })
    }
    return this.#controller.signal
  }

  abort(reason: ClinvkError): void {
    this.#reason ??= reason
    this.#controller?.abort(reason)
  }

  liftDeadline: () => void = () => {}

  /** The answer has been sent, or its client is gone. */
  close(complete: boolean): void {
    if (this.#controller !== undefined) this.activity.signal.removeEventListener('abort', this.#end)
    if (!complete) this.abort(new ClinvkError('cancelled', 'the client closed the connection'))
  }

  readonly #end = (): void => this.abort(new ClinvkError('overloaded', 'the server is shutting down', { hint: 'Try again later.', details: { retry_after_secs: 5 } }))
}
