import type { EventContent, WireEvent } from '@clinvk/plugin-sdk'
import type { RunResult } from '../fold-events.ts'
import { AnswerPieces } from './answer-pieces.ts'
import { StopSequences } from './stop-sequences.ts'

/** Something that happened in a run, as a client of a chat API wants to see it. Texts only append. */
export type ChatStep =
  | { readonly type: 'began'; readonly session_id?: string }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'thinking'; readonly text: string }

/** How a chat ended. */
export interface ChatOutcome {
  /** The whole answer, up to a stop sequence. */
  readonly text: string
  readonly thinking: string
  /** The stop sequence that ended the answer. */
  readonly stop?: string
  /** What the run tells; where a stop sequence ended it, as far as it had told by then. */
  readonly usage?: RunResult['usage']
  readonly model?: string
  readonly stop_reason?: string
  readonly session_id?: string
  /** Why it failed. */
  readonly error?: EventContent['error']
}

/** The CLI changed what the client already has. */
const takenBack = {
  code: 'backend_output_invalid',
  message: 'the CLI took back text that was already sent',
  hint: 'Ask again, or without streaming.',
} as const

/**
 * Follows a run and hands its answer out in pieces, ends the run at a stop sequence, and returns the outcome. Where `live`, a text
 * that the CLI takes back after it was handed out ends the run in an error; else the outcome holds what the CLI said last.
 * Throws what the run throws before its first event.
 */
export async function* runChat(events: AsyncGenerator<WireEvent, RunResult>, stops: readonly string[], live: boolean): AsyncGenerator<ChatStep, ChatOutcome> {
  const answer = new Side()
  const thoughts = new Side()
  const stopping = new StopSequences(stops)
  // False once a text was taken back that nobody has seen yet.
  let exact = true
  let usage: EventContent['token_usage'] | undefined
  let session: { session_id?: string } = {}
  let began = false
  const soFar = (): ChatOutcome => ({
    text: answer.text,
    thinking: thoughts.text,
    ...session,
    ...(usage === undefined ? {} : { usage: { ...usage, total_tokens: usage.input_tokens + usage.output_tokens } }),
  })
  try {
    for (;;) {
      const { value, done } = await events.next()
      if (done === true) {
        const rest = stopping.rest()
        if (exact && rest !== '') yield answer.say('text', rest)
        return { ...told(value), thinking: thoughts.text, ...(exact ? { text: answer.text } : cut(value.content, stops)) }
      }
      session = value.session_id === undefined ? session : { session_id: value.session_id }
      if (!began) {
        began = true
        yield { type: 'began', ...session }
      }
      if (value.type === 'token_usage') usage = value.content
      if (value.type === 'thinking') {
        const piece = thoughts.pieces.add(value.content)
        if ('append' in piece && piece.append !== '') yield thoughts.say('thinking', piece.append)
      }
      if (value.type !== 'message' || !exact) continue
      const piece = answer.pieces.add(value.content)
      if ('replaced' in piece) {
        if (live) return { ...soFar(), error: takenBack }
        exact = false
        continue
      }
      const { text, stop } = stopping.push(piece.append)
      if (text !== '') yield answer.say('text', text)
      if (stop !== undefined) return { ...soFar(), stop }
    }
  } finally {
    await events.return(undefined as never)
  }
}

/** One kind of text. */
class Side {
  readonly pieces = new AnswerPieces()
  #said: string[] = []

  get text(): string {
    return this.#said.join('')
  }

  say<Type extends 'text' | 'thinking'>(type: Type, text: string): { readonly type: Type; readonly text: string } {
    this.#said.push(text)
    return { type, text }
  }
}

function cut(content: string, stops: readonly string[]): Pick<ChatOutcome, 'text' | 'stop'> {
  const stopping = new StopSequences(stops)
  const { text, stop } = stopping.push(content)
  return stop === undefined ? { text: content } : { text, stop }
}

function told({ usage, model, stop_reason, session_id, error }: RunResult): Omit<ChatOutcome, 'text' | 'thinking'> {
  return {
    ...(usage === undefined ? {} : { usage }),
    ...(model === undefined ? {} : { model }),
    ...(stop_reason === undefined ? {} : { stop_reason }),
    ...(session_id === undefined ? {} : { session_id }),
    ...(error === undefined ? {} : { error }),
  }
}
