import { randomUUID } from 'node:crypto'
import type { ChatOutcome } from '../../service/chat/run-chat.ts'
import { usageOf } from '../compatible/estimate.ts'

/** What all objects of one completion have in common. */
export interface CompletionHead {
  readonly id: string
  /** Seconds since 1970. */
  readonly created: number
  /** As it was asked for: clients compare. */
  readonly model: string
}

/** `kind`: what ids begin with. */
export function completionHead(kind: 'chatcmpl' | 'cmpl', model: string): CompletionHead {
  return { id: `${kind}-${randomUUID().replaceAll('-', '')}`, created: Math.floor(Date.now() / 1000), model }
}

/** The whole answer as one object. `told`: how many characters the model was told. */
export function chatCompletion(head: CompletionHead, outcome: ChatOutcome, told: number): object {
  const { text } = outcome
  return {
    id: head.id,
    object: 'chat.completion',
    created: head.created,
    model: head.model,
    choices: [{ index: 0, message: { role: 'assistant', content: text, refusal: null, annotations: [] }, logprobs: null, finish_reason: finishReason(outcome) }],
    usage: completionUsage(outcome, told),
    system_fingerprint: null,
  }
}

/** Why the answer ends, in the vendor's words. */
export function finishReason({ stop, stop_reason: reason }: ChatOutcome): 'stop' | 'length' | 'content_filter' {
  if (stop !== undefined) return 'stop'
  if (reason === 'max_tokens' || reason === 'length') return 'length'
  return reason === 'refusal' || reason === 'content_filter' ? 'content_filter' : 'stop'
}

/** What it cost. `told`: how many characters the model was told. */
export function completionUsage(outcome: ChatOutcome, told: number): object {
  const { input_tokens, output_tokens, cached_tokens = 0, cache_write_tokens = 0, reasoning_tokens = 0 } = usageOf(outcome, told)
  return {
    prompt_tokens: input_tokens,
    completion_tokens: output_tokens,
    total_tokens: input_tokens + output_tokens,
    prompt_tokens_details: { cached_tokens, cache_write_tokens, audio_tokens: 0 },
    completion_tokens_details: { reasoning_tokens, audio_tokens: 0, accepted_prediction_tokens: 0, rejected_prediction_tokens: 0 },
  }
}
