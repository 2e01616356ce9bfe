import type { Decoder, ErrorCode, EventContent, RunEvent, RunRequest } from '@clinvk/plugin-sdk'

/** A line of `pi --mode json`, and a message in it, as far as they are read. */
interface Line {
  type?: string; id?: string; cwd?: string; message?: Line; assistantMessageEvent?: { type?: string; delta?: string }
  role?: string; model?: string; content?: { text?: string }[]; stopReason?: string; errorMessage?: string
  usage?: { input?: number; output?: number; cacheRead?: number; cacheWrite?: number }; attempt?: number; delayMs?: number
  toolName?: string; toolCallId?: string; args?: unknown; result?: Line; isError?: boolean
}

/** What pi says on stderr, or of its model, and what it means. Its own words may repeat the prompt, so they are not passed on. */
const failures: readonly (readonly [said: RegExp, code: ErrorCode, message: string, hint: string])[] = [
  [/^(No API key|No models|40[13] )/m, 'backend_unauthenticated', 'pi is not signed in', 'Run "pi", use /login, or set the key.'],
  [/^429 /, 'backend_rate_limited', 'pi has reached a limit of its model', 'Wait, or ask another backend.'],
  [/^(No session|Session) found/m, 'session_not_resumable', 'pi has no such conversation in this directory', 'Begin a new one.'],
  [/Model ".*" not found/, 'backend_error', 'pi does not know the model', 'Choose one of "pi --list-models".'],
  [/(?:)/, 'backend_error', 'pi could not answer', 'Run "pi" by hand in the same directory to see why.'],
]

function explain(said = '', ended: object = {}): EventContent['error'] {
  const [, code, message, hint] = failures.find(([pattern]) => pattern.test(said)) as (typeof failures)[number]
  // The HTTP status of the model's answer stands in front.
  return { code, message, hint, details: { ...ended, ...(/^[45]\d\d /.test(said) && { status: Number(said.slice(0, 3)) }) } }
}

const parse = (line: string): Line => { try { return Object(JSON.parse(line)) } catch { return {} } } // no JSON is no event
const words = (said?: Line): string => (Array.isArray(said?.content) ? said.content : []).map((part) => part?.text ?? '').join('')

export function decoder({ options }: RunRequest): Decoder {
  const steps: Line[] = [] // the messages of the model: one a step
  let [finished, over] = [false, false]
  const say = (text = '', is_partial = false, id = steps.length): RunEvent =>
    ({ type: 'message', content: { id: String(id), text, is_partial } })
  const sum = (key: keyof NonNullable<Line['usage']>) => steps.reduce((total, { usage }) => total + (usage?.[key] ?? 0), 0)
  return {
    get finished() { return finished }, // it exits with 0 after a failure too: the last step decides, and `end` tells
    *line(text, stream) {
      const line = stream === 'stdout' && !over ? parse(text) : {}
      const { type, message, assistantMessageEvent: piece, toolName: tool_name = '', toolCallId: tool_id } = line
      const result = { output: words(line.result), is_error: line.isError }
      if (type === 'session') yield { type: 'init', content: { backend_session_id: line.id, working_dir: line.cwd } }
      if (piece?.type === 'text_delta') yield say(piece.delta, true)
      if (piece?.type === 'thinking_delta') yield { type: 'thinking', content: { text: piece.delta ?? '', is_partial: true } }
      if (type === 'tool_execution_start') yield { type: 'tool_use', content: { tool_name, tool_id, input: line.args } }
      if (type === 'tool_execution_end') yield { type: 'tool_result', content: { tool_name, tool_id, ...result } }
      const step = type === 'message_end' && message?.role === 'assistant' ? message : undefined
      if (step && words(step)) yield say(words(step))
      if (step) steps.push(step)
      if (type === 'agent_end' || type === 'auto_retry_start') finished = type === 'agent_end'
      if (type !== 'auto_retry_start') return
      const { attempt = 1, delayMs: delay_ms, errorMessage } = line
      over = attempt > options.max_retries // how often pi retries stands in its settings: where it is too often, the run ends
      if (over) return yield { type: 'error', content: explain(errorMessage) }
      if (words(steps.at(-1))) yield say('', false, steps.length - 1) // what had come is void
      yield { type: 'retry', content: { attempt, delay_ms, reason: explain(errorMessage).message } }
    },
    *end({ code, signal, stderr_tail, stopped_by }) {
      if (over || stopped_by) return
      const { model, stopReason: stop_reason = '', errorMessage = stderr_tail } = steps.at(-1) ?? {}
      // What was read from a cache, or written to one, pi does not count as input.
      const token_usage = { input_tokens: sum('input') + sum('cacheRead') + sum('cacheWrite'), output_tokens: sum('output') }
      const ended = signal === null ? { exit_code: code } : { signal }
      if (!finished || !/^(stop|length)$/.test(stop_reason)) yield { type: 'error', content: explain(errorMessage, ended) }
      else yield { type: 'done', content: { model, token_usage, turn_count: steps.length, stop_reason } }
    },
  }
}
