import type { ChatOutcome } from '../../service/chat/run-chat.ts'
import type { ChatEvent } from '../compatible/chat-events.ts'
import { errorStatus } from '../error-status.ts'
import type { EventFormat } from '../event-format.ts'
import { sseComment, sseEvent } from '../sse.ts'
import { type CompletionHead, completionUsage, finishReason } from './chat-completion.ts'
import { openaiErrorBody } from './error-body.ts'

/** The whole answer as one object of the older API. `told`: how many characters the model was told. */
export function textCompletion(head: CompletionHead, outcome: ChatOutcome, told: number): object {
  return { ...piece(head, outcome.text, finishReason(outcome)), usage: completionUsage(outcome, told) }
}

/** The same in pieces: the text, an empty one with the reason, the usage where it was asked for, `[DONE]`. `usage`: as for chunks of a chat. */
export function textChunks(head: CompletionHead, usage: { readonly told: number } | undefined): EventFormat<ChatEvent> {
  const noUsage = usage === undefined ? {} : { usage: null }
  const chunk = (text: string, finish: string | null) => sseEvent(JSON.stringify({ ...piece(head, text, finish), ...noUsage }))
  return {
    mediaType: 'text/event-stream; charset=utf-8',
    event: (event) => {
      switch (event.type) {
        case 'began':
        case 'thinking':
          return sseComment // the vendor has nothing for it here
        case 'text':
          return chunk(event.text, null)
        case 'ended': {
          const last = usage === undefined ? '' : sseEvent(JSON.stringify({ ...piece(head), usage: completionUsage(event.outcome, usage.told) }))
          return `${chunk('', finishReason(event.outcome))}${last}${sseEvent('[DONE]')}`
        }
      }
    },
    failure: (error) => sseEvent(JSON.stringify(openaiErrorBody(error, errorStatus[error.code]))),
    heartbeat: () => sseComment,
  }
}

function piece({ id, created, model }: CompletionHead, text?: string, finish: string | null = null): object {
  return { id, object: 'text_completion', created, model, choices: text === undefined ? [] : [{ text, index: 0, logprobs: null, finish_reason: finish }], system_fingerprint: null }
}
