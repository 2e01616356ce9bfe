import type { TokenUsage } from '@clinvk/plugin-sdk'
import { itemId } from './response-id.ts'

/** What all forms of one response have in common. Times are seconds since 1970. */
export interface ResponseHead {
  readonly created_at: number
  /** As it was asked for: clients compare. */
  readonly model: string
  /** What the request said, as the vendor gives it back. */
  readonly echo: object
}

/** How far a response is. */
export interface ResponseState {
  readonly status: 'in_progress' | 'completed' | 'incomplete' | 'failed' | 'cancelled'
  readonly output: readonly object[]
  readonly usage?: TokenUsage
  readonly error?: object
  /** Why it is incomplete. */
  readonly reason?: string
  readonly completed_at?: number
}

/** Members that a response has, whatever was asked for. */
const constant = {
  background: false,
  conversation: null,
  instructions: null,
  max_output_tokens: null,
  max_tool_calls: null,
  metadata: {},
  parallel_tool_calls: true,
  previous_response_id: null,
  prompt: null,
  reasoning: { effort: null, summary: null },
  service_tier: 'default',
  temperature: null,
  text: { format: { type: 'text' } },
  tool_choice: 'auto',
  tools: [],
  top_p: null,
  truncation: 'disabled',
  user: null,
} as const

/** A response as the vendor sends it. `store`: it can be fetched and gone on with. */
export function responseObject({ created_at, model, echo }: ResponseHead, id: string, store: boolean, { status, output, usage, error, reason, completed_at }: ResponseState): object {
  return {
    id,
    object: 'response',
    created_at,
    status,
    completed_at: completed_at ?? null,
    error: error ?? null,
    incomplete_details: reason === undefined ? null : { reason },
    model,
    output,
    ...constant,
    ...echo,
    store,
    usage: usage === undefined ? null : responseUsage(usage),
  }
}

/** The text of an answer as an item. */
export function messageItem(response: string, text: string, status: 'in_progress' | 'completed' | 'incomplete', index = 0): object {
  return { id: itemId('msg', response, index), type: 'message', status, role: 'assistant', content: status === 'in_progress' ? [] : [textPart(text)] }
}

export function textPart(text: string): object {
  return { type: 'output_text', text, annotations: [], logprobs: [] }
}

/** The reasoning before an answer as an item. */
export function reasoningItem(response: string, text: string, index = 0): object {
  return { id: itemId('rs', response, index), type: 'reasoning', summary: text === '' ? [] : [summaryPart(text)] }
}

export function summaryPart(text: string): object {
  return { type: 'summary_text', text }
}

/** Why a response failed: in one of the few words that the vendor has for it, and in ours. */
export function responseError(code: string, message: string): object {
  return { code: code === 'rate_limit_exceeded' || code === 'backend_rate_limited' ? 'rate_limit_exceeded' : 'server_error', message, clinvk_code: code }
}

function responseUsage({ input_tokens, output_tokens, cached_tokens = 0, cache_write_tokens = 0, reasoning_tokens = 0 }: TokenUsage): object {
  return {
    input_tokens,
    input_tokens_details: { cached_tokens, cache_write_tokens },
    output_tokens,
    output_tokens_details: { reasoning_tokens },
    total_tokens: input_tokens + output_tokens,
  }
}

/** Seconds since 1970. */
export function nowInSeconds(): number {
  return Math.floor(Date.now() / 1000)
}
