import type { Effort } from '@clinvk/plugin-sdk'
import { answerChat } from '../compatible/answer-chat.ts'
import { bodyProperties, treatParameters } from '../compatible/parameters.ts'
import { type ChatRequest, nameIgnored, startChat } from '../compatible/run-chat-request.ts'
import { type Call, type Route, route } from '../route.ts'
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
  const { ctx, body } = call
  nameIgnored(ctx, treatParameters({ ...body }, chatParameters))
  const live = body.stream === true
  const chat = await startChat(call, { ...requestOf(body), messages: chatMessages(body.messages) }, live)
  const head = completionHead('chatcmpl', body.model)
  await answerChat(call, chat, live, {
    reply: (outcome) => chatCompletion(head, outcome, chat.told),
    format: chatChunks(head, body.stream_options?.include_usage === true ? { told: chat.told } : undefined),
    estimates: true,
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
