import type { ChatOutcome } from '../../service/chat/run-chat.ts'
import type { EventFormat } from '../event-format.ts'
import type { Call } from '../route.ts'
import { streamRun } from '../run-stream.ts'
import { type ChatEvent, chatEvents } from './chat-events.ts'
import { estimateHeader } from './estimate.ts'
import { collectChat, sessionHeader, type StartedChat } from './run-chat-request.ts'

/** How an API writes an answer. */
export interface ChatAnswer {
  /** The whole of it as one object. */
  readonly reply: (outcome: ChatOutcome) => object
  /** As a stream. */
  readonly format: EventFormat<ChatEvent>
  /** Usage that the run did not tell is estimated. */
  readonly estimates: boolean
}

/** Answers with what a chat says: as it comes where `live`, else when it has ended. The header names the session where one is kept. */
export async function answerChat(call: Call<unknown, unknown, unknown>, chat: StartedChat, live: boolean, { reply, format, estimates }: ChatAnswer): Promise<void> {
  const { ctx, config } = call
  if (!live) {
    const outcome = await collectChat(call, chat)
    if (outcome.session_id !== undefined) ctx.set(sessionHeader, outcome.session_id)
    if (estimates && outcome.usage === undefined) ctx.set(estimateHeader, 'true')
    ctx.body = reply(outcome)
    return
  }
  await streamRun(ctx, chatEvents(chat.steps), {
    format,
    stallMs: (config.server.write_timeout_secs || 300) * 1000,
    finished: chat.finished,
    begun: (first) => {
      if (first?.type === 'began' && first.session_id !== undefined) ctx.set(sessionHeader, first.session_id)
    },
  })
}
