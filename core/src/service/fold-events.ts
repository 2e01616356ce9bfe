import { AnswerText, type EventContent, type RunEvent, type TokenUsage } from '@clinvk/plugin-sdk'
import type { FailedAttempt } from './attempts.ts'

/** Everything a finished run has to say. */
export interface RunResult {
  readonly backend: string
  /** The whole answer: its messages in order, parted by a blank line. After a failure: what had arrived. */
  readonly content: string
  /** clinvk's own id; absent for a run that was not saved. */
  readonly session_id?: string
  readonly backend_session_id?: string
  /** The model that answered. */
  readonly model?: string
  /** To the millisecond. */
  readonly duration_seconds: number
  readonly usage?: TokenUsage & { total_tokens: number }
  readonly cost_usd?: number
  readonly turn_count?: number
  readonly stop_reason?: string
  readonly structured_output?: unknown
  readonly backend_state?: string
  readonly warnings?: readonly string[]
  /** The backends that failed before this one took over, in order. */
  readonly fallback?: readonly FailedAttempt[]
  /** Why it failed; absent after a success. */
  readonly error?: EventContent['error']
}

/** Gathers a run's events into its result. */
export class EventFold {
  readonly #answer = new AnswerText()
  #init: EventContent['init'] = {}
  #done: EventContent['done'] | undefined
  #usage: TokenUsage | undefined
  #error: EventContent['error'] | undefined
  readonly #warnings: string[] = []

  add(event: RunEvent): void {
    switch (event.type) {
      case 'init':
        this.#init = { ...this.#init, ...event.content }
        break
      case 'message':
        this.#answer.add(event.content)
        break
      case 'token_usage':
        this.#usage = event.content
        break
      case 'warning':
        this.#warnings.push(event.content.message)
        break
      case 'error':
        this.#error = event.content
        break
      case 'done':
        this.#done = event.content
        break
      default:
        break // tools, reasoning and progress are for those who watch
    }
  }

  /** Another backend takes over: what the one before told of itself no longer counts. It gave no text; what was warned of stays. */
  restart(): void {
    this.#init = {}
    this.#usage = undefined
  }

  /** The answer so far. */
  get text(): string {
    return this.#answer.text
  }

  get error(): EventContent['error'] | undefined {
    return this.#error
  }

  /** True once the run's last event has come. */
  get ended(): boolean {
    return this.#done !== undefined || this.#error !== undefined
  }

  result(backend: string, durationSeconds: number): RunResult {
    const done = this.#done
    const usage = done?.token_usage ?? this.#usage
    return compact({
      backend,
      content: this.text,
      backend_session_id: this.#init.backend_session_id,
      model: done?.model ?? this.#init.model,
      duration_seconds: Math.round(durationSeconds * 1000) / 1000,
      usage: usage === undefined ? undefined : counted(usage),
      cost_usd: done?.cost_usd === undefined ? undefined : Math.round(done.cost_usd * 1e9) / 1e9,
      turn_count: done?.turn_count,
      stop_reason: done?.stop_reason,
      structured_output: done?.structured_output,
      backend_state: done?.backend_state,
      warnings: this.#warnings.length > 0 ? this.#warnings : undefined,
      error: this.#error,
    })
  }
}

function compact<T extends object>(value: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T
}

/** The same keys for every backend: a part that is zero is left out, as it is where a CLI does not count it. */
function counted({ input_tokens, output_tokens, ...parts }: TokenUsage): TokenUsage & { total_tokens: number } {
  const present = Object.fromEntries(Object.entries(parts).filter(([, tokens]) => tokens !== 0))
  return { input_tokens, output_tokens, ...present, total_tokens: input_tokens + output_tokens }
}
