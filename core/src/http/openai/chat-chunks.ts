import type { ChatOutcome } from '../../service/chat/run-chat.ts'
import type { ChatEvent } from '../compatible/chat-events.ts'
import { errorStatus } from '../error-status.ts'
import type { EventFormat } from '../event-format.ts'
import { sseComment, sseEvent } from '../sse.ts'
import { type CompletionHead, completionUsage, finishReason } from './chat-completion.ts'
import { openaiErrorBody } from './error-body.ts'

/**
 * Chunks as the vendor streams them: the role first, then pieces, a reason, the usage where it was asked for, `[DONE]`. `usage`: it was; the model
 * was told so many characters.
 */
export function chatChunks(head: CompletionHead, usage: { readonly told: number } | undefined): EventFormat<ChatEvent> {
  const common = { id: head.id, object: 'chat.completion.chunk', created: head.created, model: head.model, system_fingerprint: null }
  const noUsage = usage === undefined ? {} : { usage: null }
  const chunk = (delta: object, finish: string | null = null) => sseEvent(JSON.stringify({ ...common, choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }], ...noUsage }))
  const end = (outcome: ChatOutcome) => {
    const last = usage === undefined ? '' : sseEvent(JSON.stringify({ ...common, choices: [], usage: completionUsage(outcome, usage.told) }))
    return `${chunk({}, finishReason(outcome))}${last}${sseEvent('[DONE]')}`
  }
  return {
    mediaType: 'text/event-stream; charset=utf-8',
    event: (event) => {
      switch (event.type) {
        case 'began':
          return chunk({ role: 'assistant', content: '', refusal: null })
        case 'text':
          return chunk({ content: event.text })
        case 'thinking':
          return sseComment // the vendor does not show it here
        case 'ended':
          return end(event.outcome)
      }
    },
    failure: (error) => sseEvent(JSON.stringify(openaiErrorBody(error, errorStatus[error.code]))),
    heartbeat: () => sseComment,
  }
}
