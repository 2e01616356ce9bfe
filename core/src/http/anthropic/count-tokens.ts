import { chatPrompt } from '../../service/chat/transcript.ts'
import { estimateHeader } from '../compatible/estimate.ts'
import { bodyProperties, treatParameters } from '../compatible/parameters.ts'
import { nameIgnored } from '../compatible/run-chat-request.ts'
import { type Call, type Route, route } from '../route.ts'
import { checkVersion } from './api-version.ts'
import { conversation } from './message-input.ts'
import { countParameters } from './message-parameters.ts'

/** Characters a token, on average of English prose; other scripts and code have fewer. */
const charactersPerToken = 3.5

/** About what the vendor counts for a picture of middling size. */
const tokensPerImage = 1500

interface CountBody {
  readonly messages: readonly Readonly<Record<string, unknown>>[]
  readonly system?: unknown
}

/** `POST /messages/count_tokens` below a prefix: an estimate, for no CLI counts tokens without asking its model. */
export function countTokensRoute(prefix: string, operationId: string): Route {
  return route<CountBody>({
    method: 'POST',
    path: `${prefix}/messages/count_tokens`,
    operationId,
    summary: 'Estimate the tokens of a conversation',
    scope: 'run',
    schemas: {
      body: { type: 'object', additionalProperties: false, required: ['model', 'messages'], properties: bodyProperties(countParameters) },
      responses: { 200: { description: 'An estimate from the length of the texts.', content: { 'application/json': { type: 'object', required: ['input_tokens'], properties: { input_tokens: { type: 'integer' } } } } } },
    },
    handler: count,
  })
}

function count({ ctx, body }: Call<CountBody>): void {
  checkVersion(ctx)
  nameIgnored(ctx, treatParameters({ ...body }, countParameters))
  const { prompt, system_prompt: system = '', images = [] } = chatPrompt(conversation(body.messages, body.system))
  ctx.set(estimateHeader, 'true')
  ctx.body = { input_tokens: Math.ceil((prompt.length + system.length) / charactersPerToken) + images.length * tokensPerImage, context_management: null }
}
