import { type ErrorCode, isClinvkError, type ProcessEnd, type RunEvent, type TokenUsage } from '@clinvk/plugin-sdk'
import type { Log } from '../log.ts'

/** A run that begins, as far as observers may know it: no prompt, no option. */
export interface ObservedRun {
  readonly run_id: string
  readonly backend: string
  /** The model that was asked for; absent: the CLI's own choice. */
  readonly model?: string
}

/** What is about to be started. */
export interface ObservedStart {
  readonly cwd: string
  /** The command as a dry run shows it: secrets masked, the prompt as `< PROMPT`. */
  readonly command: () => string
}

/** How a run ended. */
export interface RunOutcome {
  readonly status: 'success' | 'error'
  /** Of a failure. */
  readonly code?: ErrorCode
  /** The model that answered, as far as the CLI tells. */
  readonly model?: string
  readonly usage?: TokenUsage
  readonly cost_usd?: number
}

/** Watches one run. What it does must be quick, and must not throw. */
export interface RunWatch {
  /** Where what there is to say of this run goes; absent: to the log of clinvk. It gets no text of the CLI. */
  readonly log?: Log
  /** The run has its place; until now it waited. */
  slot?(): void
  /** Its process is about to be started; what is returned is added to the environment of that. */
  spawning?(start: ObservedStart): Readonly<Record<string, string>> | undefined
  spawned?(pid: number): void
  /** The backend has said something. */
  firstEvent?(): void
  /** The process, and what it had started, is gone. */
  exited?(end: ProcessEnd): void
  /** Nothing follows. Called once, whatever happens: without the others for a run that found no place. */
  ended?(outcome: RunOutcome): void
}

/** Told of each run that begins: it now waits for its place. */
export type RunObserver = (run: ObservedRun) => RunWatch

/** Several observers as one. */
export function observeTogether(observers: readonly RunObserver[]): RunObserver {
  return (run) => {
    const watches = observers.map((observe) => observe(run))
    const log = watches.find((watch) => watch.log !== undefined)?.log
    return {
      ...(log === undefined ? {} : { log }),
      slot: () => watches.forEach((watch) => watch.slot?.()),
      spawning: (start) => Object.assign({}, ...watches.map((watch) => watch.spawning?.(start))) as Record<string, string>,
      spawned: (pid) => watches.forEach((watch) => watch.spawned?.(pid)),
      firstEvent: () => watches.forEach((watch) => watch.firstEvent?.()),
      exited: (end) => watches.forEach((watch) => watch.exited?.(end)),
      ended: (outcome) => watches.forEach((watch) => watch.ended?.(outcome)),
    }
  }
}

/** The same events, whose first and whose end a watch is told. */
export async function* observed(watch: RunWatch, events: AsyncGenerator<RunEvent, void>): AsyncGenerator<RunEvent, void> {
  const told: { -readonly [Key in keyof RunOutcome]?: RunOutcome[Key] } = {}
  // Of a run that nobody listens to any more, its end says nothing.
  let end: Pick<RunOutcome, 'status' | 'code'> = { status: 'error', code: 'cancelled' }
  let begun = false
  try {
    for await (const event of events) {
      if (!begun && event.type !== 'warning') {
        begun = true
        watch.firstEvent?.()
      }
      if (event.type === 'init' && event.content.model !== undefined) told.model = event.content.model
      else if (event.type === 'token_usage') told.usage = event.content
      else if (event.type === 'error') end = { status: 'error', code: event.content.code }
      else if (event.type === 'done') {
        end = { status: 'success' }
        const { model, token_usage: usage, cost_usd: cost } = event.content
        Object.assign(told, model === undefined ? {} : { model }, usage === undefined ? {} : { usage }, cost === undefined ? {} : { cost_usd: cost })
      }
      yield event
    }
  } catch (cause) {
    end = { status: 'error', code: isClinvkError(cause) ? cause.code : 'internal_error' }
    throw cause
  } finally {
    watch.ended?.({ ...told, ...end })
  }
}
