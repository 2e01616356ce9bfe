import type { ChatOutcome } from '../../service/chat/run-chat.ts'
import type { ChatEvent } from '../compatible/chat-events.ts'
import { errorStatus } from '../error-status.ts'
import type { EventFormat } from '../event-format.ts'
import { sseComment, sseEvent } from '../sse.ts'
import { openaiErrorBody } from './error-body.ts'
import { itemId } from './response-id.ts'
import { messageItem, nowInSeconds, reasoningItem, responseError, type ResponseHead, responseObject, type ResponseState, summaryPart, textPart } from './response-object.ts'
import { endOf } from './response-reply.ts'

interface StreamOptions {
  /** Reasoning is shown. */
  readonly reasoning: boolean
  /** The id of the response, once it is known whether it is kept. */
  readonly idFor: (session: string | undefined) => string
}

/** A part of the output that is being sent. */
interface OpenItem {
  readonly kind: 'text' | 'reasoning'
  readonly id: string
  /** Counts the items of its kind. */
  readonly number: number
  text: string
}

/**
 * Events as the vendor streams them: `response.created`, `response.in_progress`; for each item `response.output_item.added`, its
 * part added, its deltas, done, part done, `response.output_item.done`; then `response.completed`, `.incomplete` or `.failed`, each
 * with the whole response. All are numbered from 0. A failure before the first of them is an `error` event.
 */
export function responseEvents(head: ResponseHead, { reasoning, idFor }: StreamOptions): EventFormat<ChatEvent> {
  const output: object[] = []
  const counts = { text: 0, reasoning: 0 }
  let sequence = 0
  let id = ''
  let kept = false
  let open: OpenItem | undefined

  const send = (type: string, members: object) => sseEvent(JSON.stringify({ type, sequence_number: sequence++, ...members }), type)
  const whole = (type: string, state: ResponseState) => send(type, { response: responseObject(head, id, kept, state) })
  const place = ({ id: item, kind }: OpenItem) => ({ item_id: item, output_index: output.length, ...(kind === 'text' ? { content_index: 0 } : { summary_index: 0 }) })
  const added = (item: object) => send('response.output_item.added', { output_index: output.length, item })
  const done = (item: object) => {
    const event = send('response.output_item.done', { output_index: output.length, item })
    output.push(item)
    return event
  }

  const begin = (kind: OpenItem['kind']): string => {
    if (open?.kind === kind) return ''
    const before = close()
    const number = counts[kind]++
    open = { kind, number, id: itemId(kind === 'text' ? 'msg' : 'rs', id, number), text: '' }
    if (kind === 'text') return `${before}${added(messageItem(id, '', 'in_progress', number))}${send('response.content_part.added', { ...place(open), part: textPart('') })}`
    return `${before}${added(reasoningItem(id, '', number))}${send('response.reasoning_summary_part.added', { ...place(open), part: summaryPart('') })}`
  }
  const close = (status: 'completed' | 'incomplete' = 'completed'): string => {
    if (open === undefined) return ''
    const { kind, text, number } = open
    const at = place(open)
    open = undefined
    if (kind === 'text') return `${send('response.output_text.done', { ...at, text, logprobs: [] })}${send('response.content_part.done', { ...at, part: textPart(text) })}${done(messageItem(id, text, status, number))}`
    return `${send('response.reasoning_summary_text.done', { ...at, text })}${send('response.reasoning_summary_part.done', { ...at, part: summaryPart(text) })}${done(reasoningItem(id, text, number))}`
  }
  const piece = (kind: OpenItem['kind'], delta: string): string => {
    const before = begin(kind)
    const item = open as OpenItem
    item.text += delta
    const at = place(item)
    return `${before}${kind === 'text' ? send('response.output_text.delta', { ...at, delta, logprobs: [] }) : send('response.reasoning_summary_text.delta', { ...at, delta })}`
  }
  const end = (outcome: ChatOutcome): string => {
    const state = endOf(outcome)
    // An answer without a word is an empty text, not no answer.
    const items = `${counts.text === 0 ? begin('text') : ''}${close(state.status === 'incomplete' ? 'incomplete' : 'completed')}`
    return `${items}${whole(`response.${state.status}`, { ...state, output })}`
  }

  return {
    mediaType: 'text/event-stream; charset=utf-8',
    event: (event) => {
      switch (event.type) {
        case 'began':
          kept = event.session_id !== undefined
          id = idFor(event.session_id)
          return `${whole('response.created', { status: 'in_progress', output })}${whole('response.in_progress', { status: 'in_progress', output })}`
        case 'text':
          return piece('text', event.text)
        case 'thinking':
          return reasoning ? piece('reasoning', event.text) : sseComment
        case 'ended':
          return end(event.outcome)
      }
    },
    failure: (error) => {
      const { message, code, param } = openaiErrorBody(error, errorStatus[error.code]).error
      if (id === '') return send('error', { code, message, param })
      return `${close('incomplete')}${whole('response.failed', { status: 'failed', output, error: responseError(error.code, message), completed_at: nowInSeconds() })}`
    },
    heartbeat: () => sseComment,
  }
}
