import type { WireEvent } from '@clinvk/plugin-sdk'
import { compileSchema, type SchemaCheck } from '../schema/compile-schema.ts'
import type { RunResult } from './fold-events.ts'
import type { PromptRequest } from './prompt-request.ts'

type Events = AsyncGenerator<WireEvent, RunResult>

/**
 * Runs a prompt whose answer has to fit a JSON schema. Nothing of the answer is handed out before it has been checked: then it
 * comes as one `message` that holds nothing but the JSON. An answer that does not fit is asked for once more, in the same session
 * where there is one; after that the run has failed with `backend_output_invalid`.
 * `events` are those of the first run; it starts when the schema is found to be one. Throws, before any event, what the run throws,
 * and `invalid_request` or `payload_too_large` for the schema.
 */
export async function* runStructured(asked: PromptRequest, events: Events, run: (asked: PromptRequest) => Promise<Events>): Events {
  const check = compileSchema(asked.json_schema)
  const numbered = new Numbered()
  const first = yield* attempt(events, numbered)
  const answered = judge(first, check)
  if (answered.problem === undefined) return yield* finish(first, answered, numbered)
  const message = `the answer does not fit the JSON schema (${answered.problem}); it is asked for once more`
  yield numbered.event({ ...first.last, type: 'warning', content: { code: 'answer_does_not_fit', message } } as WireEvent)
  const second = yield* attempt(await run(again(asked, first.result, answered.problem)), numbered)
  return yield* finish(second, judge(second, check), numbered, { ...first.result, warnings: [...(first.result.warnings ?? []), message] })
}

/** A finished attempt. */
interface Attempt {
  readonly result: RunResult
  /** Its `done` or `error` event. */
  readonly last: WireEvent
}

/** What came of an attempt: its JSON text, or what is wrong with it. */
interface Judged {
  readonly value?: unknown
  readonly text?: string
  readonly problem?: string
}

/** Hands out everything but the answer and the end. */
async function* attempt(events: Events, numbered: Numbered): AsyncGenerator<WireEvent, Attempt> {
  let last: WireEvent | undefined
  try {
    for (;;) {
      const { value, done } = await events.next()
      if (done === true) return { result: value, last: last as WireEvent }
      if (value.type === 'done' || value.type === 'error') last = value
      else if (value.type !== 'message') yield numbered.event(value)
    }
  } finally {
    await events.return(undefined as never)
  }
}

function judge({ result }: Attempt, check: SchemaCheck): Judged {
  if (result.error !== undefined) return {}
  const value = result.structured_output ?? parse(result.content)
  if (value === undefined) return { problem: 'it is no JSON' }
  const problem = check(value)
  return problem === undefined ? { value, text: result.structured_output === undefined ? json(result.content) : JSON.stringify(value) } : { problem }
}

async function* finish({ result, last }: Attempt, { value, text, problem }: Judged, numbered: Numbered, before?: RunResult): AsyncGenerator<WireEvent, RunResult> {
  const whole = before === undefined ? result : spentTogether(before, result)
  if (result.error !== undefined) {
    yield numbered.event(last)
    return whole
  }
  if (text === undefined) {
    const error = { code: 'backend_output_invalid', message: `the answer does not fit the JSON schema: ${problem}`, hint: 'Ask for it in the prompt too, use a simpler schema, or another model.' } as const
    yield numbered.event({ ...last, type: 'error', content: error } as WireEvent)
    return { ...whole, error }
  }
  yield numbered.event({ ...last, type: 'message', content: { text, role: 'assistant' } } as WireEvent)
  yield numbered.event({ ...last, content: { ...last.content, structured_output: value } } as WireEvent)
  return { ...whole, content: text, structured_output: value }
}

/** In the session of the first attempt the model sees its answer; without one it is asked anew, and told what went wrong. */
function again(asked: PromptRequest, { session_id }: RunResult, problem: string): PromptRequest {
  const correction = `Your answer did not fit the JSON Schema (${problem}). Answer again, with nothing but JSON that fits it.`
  if (session_id !== undefined && asked.fallback === undefined) {
    const { images: _seen, backend: _same, parent_id: _given, fork: _done, after_turn: _then, ...rest } = asked
    return { ...rest, prompt: correction, session_id, correction: true }
  }
  return { ...asked, prompt: `${asked.prompt}\n\n${correction}` }
}

/** Both attempts were paid for, and both have something to tell. */
function spentTogether(first: RunResult, second: RunResult): RunResult {
  const usage = [first.usage, second.usage].filter((one) => one !== undefined)
  const sum = (key: 'input_tokens' | 'output_tokens' | 'total_tokens' | 'cached_tokens' | 'cache_write_tokens' | 'reasoning_tokens') => usage.reduce((total, one) => total + (one[key] ?? 0), 0)
  const parts = (['cached_tokens', 'cache_write_tokens', 'reasoning_tokens'] as const).flatMap((key) => (sum(key) > 0 ? [[key, sum(key)] as const] : []))
  const cost = (first.cost_usd ?? 0) + (second.cost_usd ?? 0)
  return {
    ...second,
    duration_seconds: Math.round((first.duration_seconds + second.duration_seconds) * 1000) / 1000,
    ...(usage.length === 0 ? {} : { usage: { input_tokens: sum('input_tokens'), output_tokens: sum('output_tokens'), ...Object.fromEntries(parts), total_tokens: sum('total_tokens') } }),
    warnings: [...(first.warnings ?? []), ...(second.warnings ?? [])],
    ...(cost > 0 ? { cost_usd: Math.round(cost * 1e9) / 1e9 } : {}),
  }
}

/** The JSON in an answer: the whole of it, or what stands in its only code fence. */
function json(content: string): string {
  const fenced = /^\s*```(?:json)?\s*\n([\s\S]*?)\n\s*```\s*$/.exec(content)
  return (fenced?.[1] ?? content).trim()
}

function parse(content: string): unknown {
  try {
    return JSON.parse(json(content)) as unknown
  } catch {
    return undefined // said by the caller: it is no JSON
  }
}

/** Events of several runs as one row. */
class Numbered {
  #sequence = 0

  event(event: WireEvent): WireEvent {
    this.#sequence += 1
    return { ...event, sequence: this.#sequence }
  }
}
