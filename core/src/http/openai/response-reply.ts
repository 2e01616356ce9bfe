import type { ChatOutcome } from '../../service/chat/run-chat.ts'
import { finishReason } from './chat-completion.ts'
import { messageItem, nowInSeconds, reasoningItem, type ResponseHead, responseObject, type ResponseState } from './response-object.ts'

/** How a response ended that did not fail. */
export function endOf(outcome: ChatOutcome): Pick<ResponseState, 'usage' | 'reason' | 'completed_at'> & { readonly status: 'completed' | 'incomplete' } {
  const finish = finishReason(outcome)
  const usage = outcome.usage === undefined ? {} : { usage: outcome.usage }
  if (finish === 'stop') return { status: 'completed', completed_at: nowInSeconds(), ...usage }
  return { status: 'incomplete', reason: finish === 'length' ? 'max_output_tokens' : 'content_filter', ...usage }
}

/** The whole response as one object; `reasoning`: with what the CLI showed of it. */
export function responseReply(head: ResponseHead, id: string, outcome: ChatOutcome, reasoning: boolean): object {
  const state = endOf(outcome)
  const thoughts = reasoning && outcome.thinking !== '' ? [reasoningItem(id, outcome.thinking)] : []
  return responseObject(head, id, outcome.session_id !== undefined, { ...state, output: [...thoughts, messageItem(id, outcome.text, state.status)] })
}
