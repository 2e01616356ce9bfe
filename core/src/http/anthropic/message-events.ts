import type { ChatOutcome } from '../../service/chat/run-chat.ts'
import type { ChatEvent } from '../compatible/chat-events.ts'
import { usageOf } from '../compatible/estimate.ts'
import { errorStatus } from '../error-status.ts'
import type { EventFormat } from '../event-format.ts'
import { sseComment, sseEvent } from '../sse.ts'
import { anthropicErrorBody } from './error-body.ts'
import { deltaUsage, emptyMessage, ending, type MessageHead, messageUsage } from './message-reply.ts'

interface StreamOptions {
  /** Reasoning is shown. */
  readonly thinking: boolean
  readonly requestId: string
}

/** No CLI tells before its end. */
const untold = { input_tokens: 0, output_tokens: 0 } as const

/**
 * Events as the vendor streams them: `message_start`, `ping`, blocks (start, deltas, stop), `message_delta` with the reason and the
 * usage, `message_stop`; a failure is one `error` event.
 */
export function messageEvents(head: MessageHead, { thinking, requestId }: StreamOptions): EventFormat<ChatEvent> {
  const send = (type: string, members: object = {}) => sseEvent(JSON.stringify({ type, ...members }), type)
  let open: 'text' | 'thinking' | undefined
  let index = -1
  const stop = () => (open === undefined ? '' : `${open === 'thinking' ? send('content_block_delta', { index, delta: { type: 'signature_delta', signature: '' } }) : ''}${send('content_block_stop', { index })}`)
  const start = (kind: 'text' | 'thinking') => {
    if (open === kind) return ''
    const before = stop()
    open = kind
    index += 1
    const block = kind === 'text' ? { type: 'text', text: '' } : { type: 'thinking', thinking: '', signature: '' }
    return `${before}${send('content_block_start', { index, content_block: block })}`
  }
  const delta = (kind: 'text' | 'thinking', text: string) => `${start(kind)}${send('content_block_delta', { index, delta: kind === 'text' ? { type: 'text_delta', text } : { type: 'thinking_delta', thinking: text, estimated_tokens: null } })}`
  const end = (outcome: ChatOutcome) => {
    // An answer without a word is an empty text, not no answer.
    const blocks = `${open === 'text' ? '' : start('text')}${stop()}`
    return `${blocks}${send('message_delta', { delta: { ...ending(outcome), container: null, stop_details: null }, usage: deltaUsage(usageOf(outcome, head.told)), context_management: null })}${send('message_stop')}`
  }
  return {
    mediaType: 'text/event-stream; charset=utf-8',
    event: (event) => {
      switch (event.type) {
        case 'began':
          return `${send('message_start', { message: emptyMessage(head, { content: [], stop_reason: null, stop_sequence: null, usage: messageUsage(untold) }) })}${send('ping')}`
        case 'text':
          return delta('text', event.text)
        case 'thinking':
          return thinking ? delta('thinking', event.text) : sseComment
        case 'ended':
          return end(event.outcome)
      }
    },
    failure: (error) => sseEvent(JSON.stringify(anthropicErrorBody(error, errorStatus[error.code], requestId)), 'error'),
    heartbeat: () => send('ping'),
  }
}
