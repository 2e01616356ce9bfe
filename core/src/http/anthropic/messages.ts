import type { Effort } from '@clinvk/plugin-sdk'
import { answerChat } from '../compatible/answer-chat.ts'
import { schemaOfFormat } from '../compatible/answer-format.ts'
import { bodyProperties, treatParameters } from '../compatible/parameters.ts'
import { nameIgnored, startChat } from '../compatible/run-chat-request.ts'
import { type Call, type Route, route } from '../route.ts'
import { checkVersion } from './api-version.ts'
import { messageEvents } from './message-events.ts'
import { conversation } from './message-input.ts'
import { messageParameters } from './message-parameters.ts'
import { message, messageHead } from './message-reply.ts'

/** A body that fits the schema. */
interface MessageBody {
  readonly model: string
  readonly messages: readonly Readonly<Record<string, unknown>>[]
  readonly system?: unknown
  readonly stream?: boolean | null
  readonly stop_sequences?: readonly string[] | null
  readonly thinking?: { readonly type?: unknown; readonly display?: unknown } | null
  readonly output_config?: { readonly format?: unknown; readonly effort?: Effort | null } | null
  readonly output_format?: unknown
}

const bodySchema = { type: 'object', additionalProperties: false, required: ['model', 'max_tokens', 'messages'], properties: bodyProperties(messageParameters) }

/** `POST /messages` below a prefix. */
export function messagesRoute(prefix: string, operationId: string): Route {
  return route<MessageBody>({
    method: 'POST',
    path: `${prefix}/messages`,
    operationId,
    summary: 'Answer a conversation, in the way of Anthropic',
    scope: 'run',
    schemas: { body: bodySchema, responses: { 200: { description: 'A message, or a stream of its events.', content: { 'application/json': { type: 'object' }, 'text/event-stream': { type: 'string' } } } } },
    handler: answer,
  })
}

async function answer(call: Call<MessageBody>): Promise<void> {
  const { ctx, body } = call
  checkVersion(ctx)
  nameIgnored(ctx, treatParameters({ ...body }, messageParameters))
  const { model, messages, system, stop_sequences: stops, output_config: output, output_format: format } = body
  const live = body.stream === true
  const place = output?.format === undefined || output.format === null ? 'body.output_format' : 'body.output_config.format'
  const effort = output?.effort === undefined || output.effort === null ? {} : { effort: { level: output.effort, parameter: 'output_config.effort' } }
  const chat = await startChat(call, { model, messages: conversation(messages, system), stops: stops ?? [], ...schemaOfFormat(output?.format ?? format, place), ...effort }, live)
  const head = messageHead(model, chat.told)
  const thinking = body.thinking !== undefined && body.thinking !== null && body.thinking.type !== 'disabled' && body.thinking.display !== 'omitted'
  await answerChat(call, chat, live, {
    reply: (outcome) => message(head, outcome, thinking),
    format: messageEvents(head, { thinking, requestId: ctx.state.requestId }),
    estimates: true,
  })
}
