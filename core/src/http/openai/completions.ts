import { answerChat } from '../compatible/answer-chat.ts'
import { bodyProperties, treatParameters } from '../compatible/parameters.ts'
import { nameIgnored, startChat } from '../compatible/run-chat-request.ts'
import { type Call, type Route, route } from '../route.ts'
import { completionHead } from './chat-completion.ts'
import { completionParameters } from './completion-parameters.ts'
import { textChunks, textCompletion } from './completion-reply.ts'

/** A body that fits the schema. */
interface CompletionBody {
  readonly model: string
  readonly prompt: string | readonly string[]
  readonly stream?: boolean | null
  readonly stream_options?: { readonly include_usage?: boolean } | null
  readonly stop?: string | readonly string[] | null
}

/** `POST /completions` below a prefix: the API before that of chats, which some programs still ask. */
export function completionRoute(prefix: string, operationId: string): Route {
  return route<CompletionBody>({
    method: 'POST',
    path: `${prefix}/completions`,
    operationId,
    summary: 'Answer a prompt, in the older way of OpenAI',
    scope: 'run',
    schemas: {
      body: { type: 'object', additionalProperties: false, required: ['model', 'prompt'], properties: bodyProperties(completionParameters) },
      responses: { 200: { description: 'A completion, or a stream of its pieces.', content: { 'application/json': { type: 'object' }, 'text/event-stream': { type: 'string' } } } },
    },
    handler: complete,
  })
}

async function complete(call: Call<CompletionBody>): Promise<void> {
  const { ctx, body } = call
  nameIgnored(ctx, treatParameters({ ...body }, completionParameters))
  const live = body.stream === true
  const stops = typeof body.stop === 'string' ? [body.stop] : (body.stop ?? [])
  const messages = [body.prompt].flat().map((text) => ({ role: 'user', text }) as const)
  const chat = await startChat(call, { model: body.model, messages, location: 'body.prompt', stops }, live)
  const head = completionHead('cmpl', body.model)
  await answerChat(call, chat, live, {
    reply: (outcome) => textCompletion(head, outcome, chat.told),
    format: textChunks(head, body.stream_options?.include_usage === true ? { told: chat.told } : undefined),
    estimates: true,
  })
}
