import type { ChatOutcome, ChatStep } from '../../service/chat/run-chat.ts'
import { asError } from '../collect-run.ts'

/** Something for the stream of a chat: a step of the run, or its end. */
export type ChatEvent = ChatStep | { readonly type: 'ended'; readonly outcome: ChatOutcome }

/** Steps with the end as one more. A failure is thrown: each format has its own words for it. */
export async function* chatEvents(steps: AsyncGenerator<ChatStep, ChatOutcome>): AsyncGenerator<ChatEvent, void> {
  const outcome = yield* steps
  if (outcome.error !== undefined) throw asError(outcome.error, '')
  yield { type: 'ended', outcome }
}
