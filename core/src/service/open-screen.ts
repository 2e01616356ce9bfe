import type { HostFactory } from '../backend/host.ts'
import { inTime } from '../backend/in-time.ts'
import type { BackendRunner } from '../backend/run-backend.ts'
import type { Log } from '../log.ts'
import type { RunResult } from './fold-events.ts'
import type { KeepRun } from './keep-run.ts'
import type { PlanRun, RunPlan } from './plan-run.ts'
import type { PromptRequest } from './prompt-request.ts'

/** The streams of the person's terminal. */
export type ScreenStreams = Parameters<BackendRunner['screen']>[1]

/** How a screen was left. */
export type ScreenResult = Pick<RunResult, 'backend' | 'duration_seconds' | 'session_id' | 'error'>

/** Opens a CLI's own screen on the person's terminal, and keeps the conversation as a turn of a session. */
export class OpenScreen {
  readonly #plan: PlanRun
  readonly #runner: BackendRunner
  readonly #keep: KeepRun
  readonly #host: HostFactory
  readonly #log: Log

  constructor(plan: PlanRun, runner: BackendRunner, keep: KeepRun, host: HostFactory, log: Log) {
    this.#plan = plan
    this.#runner = runner
    this.#keep = keep
    this.#host = host
    this.#log = log
  }

  /**
   * Resolves when the CLI has ended and the terminal is as it was. What was said stays with the CLI; the session gets its id,
   * so that the next prompt goes on there. A screen in which nothing was said leaves no session.
   * Throws what planning throws, `session_busy`, and `invalid_request` without a terminal.
   */
  async execute(asked: Omit<PromptRequest, 'prompt'>, streams: ScreenStreams, signal: AbortSignal): Promise<ScreenResult> {
    const plan = await this.#plan.screen({ ...asked, via: 'interactive' })
    const { backend, invocation } = plan
    for (const { message } of invocation.warnings ?? []) this.#log.warn(message)
    const kept = plan.session === undefined ? await this.#keep.open(plan) : await this.#keep.reopen(plan, plan.session)
    const started = performance.now()
    const startedAt = new Date().toISOString()
    try {
      const end = await this.#runner.screen(plan, streams, signal)
      if (end.survivors.length > 0) this.#log.warn(`processes of the CLI are still there: ${end.survivors.join(', ')}`)
      const id = await this.#conversation(plan, startedAt)
      const error = failure(backend.title, end)
      const result = { backend: backend.name, content: '', duration_seconds: Math.round(performance.now() - started) / 1000, ...(error === undefined ? {} : { error }), ...(id === undefined ? {} : { backend_session_id: id }) }
      if (id === undefined && plan.session === undefined) await kept?.abandon()
      else await kept?.close(result)
      return { ...result, ...(kept === undefined || (id === undefined && plan.session === undefined) ? {} : { session_id: kept.id }) }
    } catch (error) {
      await kept?.abandon()
      throw error
    }
  }

  /** The CLI's id of what was said. A plugin that cannot tell takes the way back to it away, not what was said. */
  async #conversation({ backend, request }: RunPlan, startedAt: string): Promise<string | undefined> {
    try {
      return await inTime(backend, 'nativeSession', () => backend.nativeSession?.(this.#host(backend.name), { request, started_at: startedAt }))
    } catch (cause) {
      this.#log.warn(`the conversation is not kept as a session: ${cause instanceof Error ? cause.message : String(cause)}`)
      return undefined
    }
  }
}

function failure(title: string, { code, signal, stopped_by }: Awaited<ReturnType<BackendRunner['screen']>>): RunResult['error'] {
  if (stopped_by !== undefined) return { code: 'cancelled', message: `the screen of ${title} was ended from outside` }
  if (code === 0) return undefined
  const details = { ...(code === null ? {} : { exit_code: code }), ...(signal === null ? {} : { signal }) }
  return { code: 'backend_error', message: `${title} left its screen with ${signal ?? `exit ${code}`}`, details }
}
