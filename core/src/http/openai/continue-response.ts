import { ClinvkError } from '@clinvk/plugin-sdk'
import { type AnsweredTurn, answeredTurn, messagesOf } from '../../service/chat/answered-turn.ts'
import type { WrittenMessage } from '../compatible/image-source.ts'
import type { ChatRequest } from '../compatible/run-chat-request.ts'
import { HttpFailure } from '../http-failure.ts'
import type { Call } from '../route.ts'
import { isPassedOver, placeOf, placeOfMessage } from './response-id.ts'
import type { ItemReference } from './response-input.ts'

type Asking = Pick<Call, 'ctx' | 'services'>

/** What a response is asked for with, as far as it decides what the model hears of earlier. */
export interface Continuation {
  readonly previous: string | undefined
  /** Whether it is to be kept. */
  readonly store: boolean
  /** What is to answer; absent: the backend of the session that it goes on in. */
  readonly model?: string
  /** What `X-Clinvk-Session` says; empty: nothing. */
  readonly header: string
}

/**
 * Where a response goes on, and with which messages. After the newest answer of a session it goes on in that session; after an
 * earlier one, with a model of another backend, and where nothing is to be kept, the conversation up to there is told anew. Errors: `invalid_request`.
 */
export async function continueResponse({ ctx, services }: Asking, messages: readonly WrittenMessage[], { previous, store, model, header }: Continuation): Promise<Pick<ChatRequest, 'messages' | 'session' | 'after_turn' | 'parent_id'>> {
  if (previous === undefined) return { messages, ...(header !== '' ? { session: header } : store ? { session: 'new' } : {}) }
  if (header !== '') throw new ClinvkError('invalid_request', 'previous_response_id and X-Clinvk-Session both say where to go on', { hint: 'Leave one of them out.', details: { location: 'body.previous_response_id' } })
  const place = placeOf(previous)
  const found = place === undefined ? undefined : await answeredTurn(services.callerSessions, ctx.state.caller, place)
  if (found === undefined) throw unknownPrevious(previous)
  const { id, backend, turn_count: turns = 0 } = found.session
  const same = model === undefined || (await services.modelRouting.route(model)).backend === backend
  // A run that ends counts its turn first, and then adds it: the answer that is the last one there may not be the newest.
  if (found.newest && turns <= found.answered.turn && store && same) return { messages, session: id, after_turn: turns }
  return { messages: [...messagesOf(found.before), ...messages], ...(store ? { session: 'new', parent_id: id } : {}) }
}

/** Messages with the answers that references name. Errors: `invalid_request`, 404, for what is not kept. */
export async function withReferences({ ctx, services }: Asking, input: readonly (WrittenMessage | ItemReference)[]): Promise<readonly WrittenMessage[]> {
  const messages: WrittenMessage[] = []
  for (const item of input) {
    if (!('reference' in item)) messages.push(item)
    else if (!isPassedOver(item.reference)) {
      const place = placeOfMessage(item.reference)
      const found: AnsweredTurn | undefined = place === undefined ? undefined : await answeredTurn(services.callerSessions, ctx.state.caller, place)
      if (found === undefined) throw new HttpFailure(404, 'invalid_request', `Item with id '${item.reference}' not found`, { hint: 'Send the item itself.', details: { location: item.location } })
      messages.push({ role: 'assistant', text: found.answered.answer })
    }
  }
  return messages
}

function unknownPrevious(id: string): ClinvkError {
  return new ClinvkError('invalid_request', `Previous response with id '${id}' not found`, {
    hint: 'It was not kept (store: false), was deleted, or belongs to another key.',
    details: { location: 'body.previous_response_id', vendor_code: 'previous_response_not_found' },
  })
}
