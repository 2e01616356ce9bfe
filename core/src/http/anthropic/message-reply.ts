import { randomUUID } from 'node:crypto'
import type { ChatOutcome } from '../../service/chat/run-chat.ts'
import { usageOf } from '../compatible/estimate.ts'

/** What all events of one message have in common. */
export interface MessageHead {
  readonly id: string
  /** As it was asked for: clients compare. */
  readonly model: string
  /** How many characters the model was told. */
  readonly told: number
}

export function messageHead(model: string, told: number): MessageHead {
  return { id: `msg_${randomUUID().replaceAll('-', '')}`, model, told }
}

/** The whole answer as one message. `thinking`: reasoning is shown. */
export function message(head: MessageHead, outcome: ChatOutcome, thinking: boolean): object {
  const { stop_reason, stop_sequence } = ending(outcome)
  // The vendor signs reasoning; nobody could sign it for us, and it is passed over when it comes back.
  const thought = thinking && outcome.thinking !== '' ? [{ type: 'thinking', thinking: outcome.thinking, signature: '' }] : []
  return emptyMessage(head, { content: [...thought, { type: 'text', text: outcome.text }], stop_reason, stop_sequence, usage: messageUsage(usageOf(outcome, head.told)) })
}

/** Members of a message, in the beta API too, of which nothing is known here. */
const unknown = { container: null, context_management: null, diagnostics: null, stop_details: null } as const

/** A message with its constant members. */
export function emptyMessage({ id, model }: MessageHead, members: object): object {
  return { id, type: 'message', role: 'assistant', model, ...unknown, ...members }
}

/** Why the answer ends, in the vendor's words. */
export function ending({ stop, stop_reason: reason }: ChatOutcome): { readonly stop_reason: string; readonly stop_sequence: string | null } {
  if (stop !== undefined) return { stop_reason: 'stop_sequence', stop_sequence: stop }
  if (reason === 'max_tokens' || reason === 'length') return { stop_reason: 'max_tokens', stop_sequence: null }
  return { stop_reason: reason === 'refusal' ? 'refusal' : 'end_turn', stop_sequence: null }
}

type Usage = ReturnType<typeof usageOf>

/** The usage of a whole message: with members of which nothing is known here. */
export function messageUsage(usage: Usage): object {
  return { ...deltaUsage(usage), cache_creation: null, inference_geo: null, service_tier: null, speed: null }
}

/** The usage at the end of a stream. The vendor counts what came from the cache beside the other input, we count it among it. */
export function deltaUsage({ input_tokens, output_tokens, cached_tokens = 0, cache_write_tokens = 0, reasoning_tokens }: Usage): object {
  return {
    input_tokens: Math.max(0, input_tokens - cached_tokens - cache_write_tokens),
    output_tokens,
    cache_creation_input_tokens: cache_write_tokens,
    cache_read_input_tokens: cached_tokens,
    output_tokens_details: reasoning_tokens === undefined ? null : { thinking_tokens: reasoning_tokens },
    server_tool_use: null,
    fallback_credit: null,
    iterations: null,
  }
}
