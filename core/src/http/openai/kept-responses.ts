import { ClinvkError } from '@clinvk/plugin-sdk'
import { type AnsweredTurn, answeredTurn } from '../../service/chat/answered-turn.ts'
import { HttpFailure } from '../http-failure.ts'
import { type Call, type Route, route } from '../route.ts'
import { placeOf, responseId } from './response-id.ts'
import { messageItem, responseError, type ResponseHead, responseObject, type ResponseState } from './response-object.ts'

interface ResponsePath {
  readonly id: string
}

interface GetQuery {
  readonly stream?: boolean
}

const params = { type: 'object', properties: { id: { type: 'string' } } } as const

const getQuery = {
  type: 'object',
  additionalProperties: false,
  properties: {
    stream: { type: 'boolean', description: 'Only false: what is kept is not streamed.' },
    starting_after: { type: 'integer', description: 'Without effect: nothing is streamed.' },
    include_obfuscation: { type: 'boolean', description: 'Without effect.' },
    include: { description: 'Without effect: there is no more to include.' },
    'include[]': { description: 'As `include`.' },
  },
} as const

/** `GET /responses/{id}` and `DELETE /responses/{id}` below a prefix: for answers that are kept, once they have ended. */
export function keptResponseRoutes(prefix: string, operationId: string): readonly Route[] {
  const path = `${prefix}/responses/:id`
  return [
    route<undefined, GetQuery, ResponsePath>({
      method: 'GET',
      path,
      operationId: `${operationId}Get`,
      summary: 'Show a response that is kept',
      scope: 'sessions',
      schemas: { params, query: getQuery, responses: { 200: { description: 'The response.', content: { 'application/json': { type: 'object' } } } } },
      handler: async (call) => {
        if (call.query.stream === true) throw new ClinvkError('unsupported', 'stream is not supported: what is kept is not streamed', { hint: 'Leave out stream.' })
        call.ctx.body = reply(call.params.id, await find(call))
      },
    }),
    route<undefined, undefined, ResponsePath>({
      method: 'DELETE',
      path,
      operationId: `${operationId}Delete`,
      summary: 'Delete the newest response of a conversation, and the conversation with it',
      scope: 'sessions',
      schemas: { params, responses: { 200: { description: 'It is gone.', content: { 'application/json': { type: 'object', required: ['id', 'object', 'deleted'], properties: { id: { type: 'string' }, object: { const: 'response' }, deleted: { const: true } } } } } } },
      handler: async (call) => {
        const { session, newest } = await find(call)
        if (!newest) throw new ClinvkError('unsupported', 'a response that the conversation went on after cannot be deleted alone', { hint: 'Delete the newest one: the conversation goes with it.' })
        await call.services.callerSessions.delete(call.ctx.state.caller, session.id)
        call.ctx.body = { id: call.params.id, object: 'response', deleted: true }
      },
    }),
  ]
}

async function find({ ctx, params: { id }, services }: Pick<Call<unknown, unknown, ResponsePath>, 'ctx' | 'params' | 'services'>): Promise<AnsweredTurn> {
  const place = placeOf(id)
  const found = place === undefined ? undefined : await answeredTurn(services.callerSessions, ctx.state.caller, place)
  if (found === undefined) throw new HttpFailure(404, 'invalid_request', `Response with id '${id}' not found`, { hint: 'It was not kept, was deleted, or has not ended.' })
  return found
}

/** What is kept of a response: not its instructions, its format and its reasoning. */
function reply(id: string, { session, asked, answered, before }: AnsweredTurn): object {
  const previous = before.findLast(({ turn, correction }) => turn < asked.turn && correction !== true)
  const begun = Date.parse(asked.started_at)
  const head: ResponseHead = {
    created_at: Math.floor(begun / 1000),
    model: answered.model ?? session.backend,
    echo: { metadata: session.metadata ?? {}, previous_response_id: previous === undefined ? null : responseId({ session: session.id, turn: previous.turn }) },
  }
  const status = ({ completed: 'completed', error: 'failed', cancelled: 'cancelled' } as const)[answered.outcome]
  const state: ResponseState = {
    status,
    output: [messageItem(id, answered.answer, status === 'completed' ? 'completed' : 'incomplete')],
    completed_at: Math.floor((Date.parse(answered.started_at) + answered.duration_ms) / 1000),
    ...(answered.usage === undefined ? {} : { usage: answered.usage }),
    ...(status === 'failed' ? { error: responseError(answered.error_code ?? 'backend_error', 'the run failed') } : {}),
  }
  return responseObject(head, id, true, state)
}
