import type { Effort, WireEvent } from '@clinvk/plugin-sdk'
import { type ChatOutcome, type ChatStep, runChat } from '../../service/chat/run-chat.ts'
import { chatPrompt, newMessages } from '../../service/chat/transcript.ts'
import type { RunResult } from '../../service/fold-events.ts'
import type { PromptRequest } from '../../service/prompt-request.ts'
import { resultOf } from '../../service/result-of.ts'
import { asError } from '../collect-run.ts'
import type { HttpContext } from '../context.ts'
import type { Call } from '../route.ts'
import { fetchedPictures } from './fetched-pictures.ts'
import type { WrittenMessage } from './image-source.ts'

/** A chat request of any vendor, in our words. */
export interface ChatRequest {
  /** Absent: the backend of the session, or the default one. */
  readonly model?: string
  readonly messages: readonly WrittenMessage[]
  /** Where the request has them; absent: `body.messages`. */
  readonly location?: string
  readonly stops: readonly string[]
  readonly json_schema?: unknown
  /** Kept with a new session; named as ignored where there is none. */
  readonly metadata?: Readonly<Record<string, string>>
  /** `new`: keep the conversation; an id: go on with that session, which has heard all but the newest messages. Absent: as `X-Clinvk-Session` says, else kept nowhere. */
  readonly session?: string
  /** The session that is gone on with has had so many turns, and has heard nothing of the messages. */
  readonly after_turn?: number
  /** Of a new session: the one whose conversation the messages begin with. */
  readonly parent_id?: string
  /** How much the model may think, and what the vendor calls that. Named as ignored where the backend cannot be told. */
  readonly effort?: { readonly level: Effort; readonly parameter: string }
}

/** A run that was planned for a chat request. */
export interface StartedChat {
  readonly steps: AsyncGenerator<ChatStep, ChatOutcome>
  /** Gives back what the run had; call it when the steps have ended. */
  readonly finished: () => Promise<void>
  /** The backend that is asked first. */
  readonly backend: string
  /** The turn of its session that it will be, where it is kept. */
  readonly turn: number
  /** What the model is told, in characters. */
  readonly told: number
  /** How much the model may think, where the backend was told. */
  readonly effort?: Effort
}

/** Names of parameters that were taken without effect. */
const ignoredHeader = 'x-clinvk-ignored'

/** Says whether a conversation is kept: `new`, or the id of the session to go on with. In the answer: the session's id. */
export const sessionHeader = 'X-Clinvk-Session'

/**
 * Plans the run that a chat request asks for; `live`: its text is handed out as it comes. Errors: `invalid_request`, and what
 * planning throws.
 */
export async function startChat(call: Call<unknown, unknown, unknown>, request: ChatRequest, live: boolean): Promise<StartedChat> {
  const { ctx, services } = call
  const { caller, timing, signal } = ctx.state
  const asked = await asPrompt(request, call)
  const { plan, dispose } = await services.planServedRun.execute(asked, caller)
  timing.mark('plan')
  const { effort } = plan.request.options
  if (request.effort !== undefined && effort === undefined) nameIgnored(ctx, [request.effort.parameter])
  const events: AsyncGenerator<WireEvent, RunResult> = services.runPrompt.run(plan, signal)
  const common = { steps: runChat(events, request.stops, live), finished: dispose, backend: plan.backend.name, turn: (plan.session?.turn_count ?? 0) + 1, told: asked.prompt.length + (asked.system_prompt ?? '').length }
  return effort === undefined ? common : { ...common, effort }
}

/** Adds to the names of parameters that were taken without effect. */
export function nameIgnored(ctx: HttpContext, names: readonly string[]): void {
  const before = ctx.res.getHeader(ignoredHeader)
  const all = before === undefined ? names : [before, ...names]
  if (all.length > 0) ctx.set(ignoredHeader, all.join(', '))
}

async function asPrompt({ model, messages, location, json_schema, metadata, session: asked, after_turn: after, parent_id, effort }: ChatRequest, call: Call<unknown, unknown, unknown>): Promise<PromptRequest> {
  const { ctx, services } = call
  const header = ctx.get(sessionHeader)
  const session = asked ?? (header === '' ? undefined : header)
  const goesOn = session !== undefined && session !== 'new'
  const route = model === undefined ? {} : await services.modelRouting.route(model)
  const schema = json_schema === undefined ? {} : { json_schema }
  const common = { cwd: '/', via: 'http', ephemeral: session === undefined, ...schema, ...(effort === undefined ? {} : { effort: effort.level }) } as const
  const { images: pictures = [], ...told } = chatPrompt(goesOn && after === undefined ? newMessages(messages) : messages, location)
  services.planServedRun.check({ ...route, ...(goesOn ? { session_id: session } : {}) }, ctx.state.caller)
  const images = await fetchedPictures(call, pictures)
  if (session !== 'new' && metadata !== undefined && Object.keys(metadata).length > 0) nameIgnored(ctx, ['metadata'])
  const prompt = { ...common, ...told, ...(images.length === 0 ? {} : { images }), ...route }
  if (goesOn) return { ...prompt, session_id: session, ...(after === undefined ? {} : { after_turn: after }) }
  const kept = session === undefined ? {} : { tags: ['api'], ...(metadata === undefined ? {} : { metadata }), ...(parent_id === undefined ? {} : { parent_id }) }
  return { ...prompt, ...kept }
}

/** Follows a chat to its end. Throws its failure, or the reason why the server or the client ended it. */
export async function collectChat({ ctx }: Pick<Call, 'ctx'>, { steps, finished }: StartedChat): Promise<ChatOutcome> {
  try {
    const outcome = await resultOf(steps)
    if (outcome.error === undefined) return outcome
    ctx.state.signal.throwIfAborted()
    throw asError(outcome.error, '')
  } finally {
    await finished()
  }
}
