import type { Effort } from '@clinvk/plugin-sdk'
import { answerChat } from '../compatible/answer-chat.ts'
import { schemaOfFormat } from '../compatible/answer-format.ts'
import { bodyProperties, treatParameters } from '../compatible/parameters.ts'
import { type ChatRequest, nameIgnored, sessionHeader, startChat } from '../compatible/run-chat-request.ts'
import { type Call, type Route, route } from '../route.ts'
import { continueResponse, withReferences } from './continue-response.ts'
import { responseEvents } from './response-events.ts'
import { responseId } from './response-id.ts'
import { responseInput } from './response-input.ts'
import { nowInSeconds, type ResponseHead } from './response-object.ts'
import { responseParameters } from './response-parameters.ts'
import { responseReply } from './response-reply.ts'

/** A body that fits the schema. */
interface ResponseBody {
  readonly model?: string | null
  readonly input: string | readonly Readonly<Record<string, unknown>>[]
  readonly instructions?: string | null
  readonly previous_response_id?: string | null
  readonly store?: boolean | null
  readonly stream?: boolean | null
  readonly text?: { readonly format?: unknown } | null
  readonly reasoning?: { readonly effort?: Effort | null; readonly summary?: unknown; readonly generate_summary?: unknown } | null
  readonly metadata?: Readonly<Record<string, string>> | null
}

const bodySchema = { type: 'object', additionalProperties: false, required: ['input'], properties: bodyProperties(responseParameters) }

/** `POST /responses` below a prefix. */
export function createResponseRoute(prefix: string, operationId: string): Route {
  return route<ResponseBody>({
    method: 'POST',
    path: `${prefix}/responses`,
    operationId,
    summary: 'Answer, in the way of the Responses API of OpenAI',
    scope: 'run',
    schemas: { body: bodySchema, responses: { 200: { description: 'A response, or a stream of its events.', content: { 'application/json': { type: 'object' }, 'text/event-stream': { type: 'string' } } } } },
    handler: respond,
  })
}

async function respond(call: Call<ResponseBody>): Promise<void> {
  const { ctx, body } = call
  nameIgnored(ctx, treatParameters({ ...body }, responseParameters))
  const live = body.stream === true
  const chat = await startChat(call, await requestOf(call), live)
  const head = headOf(body, chat.backend, chat.effort)
  const idFor = (session: string | undefined) => responseId(session === undefined ? undefined : { session, turn: chat.turn })
  const reasoning = isSaid(body.reasoning?.summary) || isSaid(body.reasoning?.generate_summary)
  await answerChat(call, chat, live, {
    reply: (outcome) => responseReply(head, idFor(outcome.session_id), outcome, reasoning),
    format: responseEvents(head, { reasoning, idFor }),
    estimates: false,
  })
}

async function requestOf(call: Call<ResponseBody>): Promise<ChatRequest> {
  const { ctx, body } = call
  const { model, instructions, input, text, metadata, reasoning } = body
  const system = isSaid(instructions) ? [{ role: 'system', text: instructions } as const] : []
  const messages = [...system, ...(await withReferences(call, responseInput(input)))]
  const continuation = { previous: body.previous_response_id ?? undefined, store: body.store !== false, ...(isSaid(model) ? { model } : {}), header: ctx.get(sessionHeader) }
  return {
    ...(await continueResponse(call, messages, continuation)),
    location: 'body.input',
    stops: [],
    ...(isSaid(model) ? { model } : {}),
    ...schemaOfFormat(text?.format, 'body.text.format'),
    ...(isSaid(metadata) ? { metadata } : {}),
    ...(isSaid(reasoning?.effort) ? { effort: { level: reasoning.effort, parameter: 'reasoning.effort' } } : {}),
  }
}

function headOf({ model, instructions, previous_response_id: previous, text, metadata, reasoning }: ResponseBody, backend: string, effort: Effort | undefined): ResponseHead {
  return {
    created_at: nowInSeconds(),
    model: model ?? backend,
    echo: {
      instructions: instructions ?? null,
      metadata: metadata ?? {},
      previous_response_id: previous ?? null,
      reasoning: { effort: effort ?? null, summary: reasoning?.summary ?? null },
      ...(isSaid(text?.format) ? { text: { format: text.format } } : {}),
    },
  }
}

function isSaid<Value>(value: Value | null | undefined): value is Value & ({} | string) {
  return value !== undefined && value !== null
}
