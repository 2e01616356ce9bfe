import type { Effort } from '@clinvk/plugin-sdk'
import { chatEvents } from '../compatible/chat-events.ts'
import { estimateHeader } from '../compatible/estimate.ts'
import { bodyProperties, treatParameters } from '../compatible/parameters.ts'
import { type ChatRequest, collectChat, nameIgnored, sessionHeader, startChat } from '../compatible/run-chat-request.ts'
import { type Call, type Route, route } from '../route.ts'
import { streamRun } from '../run-stream.ts'
import { chatChunks } from './chat-chunks.ts'
import { chatCompletion, completionHead } from './chat-completion.ts'
import { chatMessages } from './chat-messages.ts'
import { chatParameters } from './chat-parameters.ts'
import { schemaOfFormat } from '../compatible/answer-format.ts'

/** A body that fits the schema. */
interface ChatBody {
  readonly model: string
  readonly messages: readonly Readonly<Record<string, unknown>>[]
  readonly stream?: boolean | null
  readonly stream_options?: { readonly include_usage?: boolean } | null
  readonly stop?: string | readonly string[] | null
  readonly response_format?: unknown
  readonly metadata?: Readonly<Record<string, string>> | null
  readonly reasoning_effort?: Effort | null
}

const bodySchema = { type: 'object', additionalProperties: false, required: ['model', 'messages'], properties: bodyProperties(chatParameters) }

/** `POST /chat/completions` below a prefix. */
export function chatRoute(prefix: string, operationId: string): Route {
  return route<ChatBody>({
    method: 'POST',
    path: `${prefix}/chat/completions`,
    operationId,
    summary: 'Answer a conversation, in the way of OpenAI',
    scope: 'run',
    schemas: {
      body: bodySchema,
      responses: { 200: { description: 'A chat completion, or a stream of its chunks.', content: { 'application/json': { type: 'object' }, 'text/event-stream': { type: 'string' } } } },
    },
    handler: complete,
  })
}

async function complete(call: Call<ChatBody>): Promise<void> {
  const { ctx, body, config } = call
  nameIgnored(ctx, treatParameters({ ...body }, chatParameters))
  const live = body.stream === true
  const chat = await startChat(call, { ...requestOf(body), messages: chatMessages(body.messages) }, live)
  const head = completionHead(body.model)
  if (!live) {
    const outcome = await collectChat(call, chat)
    if (outcome.session_id !== undefined) ctx.set(sessionHeader, outcome.session_id)
    if (outcome.usage === undefined) ctx.set(estimateHeader, 'true')
    ctx.body = chatCompletion(head, outcome, chat.told)
    return
  }
  await streamRun(ctx, chatEvents(chat.steps), {
    format: chatChunks(head, body.stream_options?.include_usage === true ? { told: chat.told } : undefined),
    stallMs: (config.server.write_timeout_secs || 300) * 1000,
    finished: chat.finished,
    begun: (first) => {
      if (first?.type === 'began' && first.session_id !== undefined) ctx.set(sessionHeader, first.session_id)
    },
  })
}

function requestOf({ model, stop, response_format: format, metadata, reasoning_effort: level }: ChatBody): Omit<ChatRequest, 'messages'> {
  const stops = typeof stop === 'string' ? [stop] : (stop ?? [])
  return {
    model,
    stops,
    ...schemaOfFormat(format, 'body.response_format'),
    ...(metadata === undefined || metadata === null ? {} : { metadata }),
    ...(level === undefined || level === null ? {} : { effort: { level, parameter: 'reasoning_effort' } }),
  }
}
