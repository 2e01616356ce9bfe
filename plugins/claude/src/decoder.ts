import type { Decoder, OutputStream, ProcessEnd, RunEvent, RunRequest } from '@clinvk/plugin-sdk'
import { Answer } from './answer.ts'
import { type Json, number, object, objects, parseObject, string } from './json.ts'
import { outcome, type Told } from './outcome.ts'
import { limitType, resetFromEvent } from './rate-limit.ts'
import { deniedTools, Tools } from './tools.ts'

/** A message that the CLI made up itself, to show a failure or its own words. */
const madeUp = '<synthetic>'

/** A decoder for one run of Claude Code with `--output-format stream-json`. */
export function decoder(request: RunRequest): Decoder {
  return new ClaudeDecoder(request)
}

class ClaudeDecoder implements Decoder {
  readonly #request: RunRequest
  readonly #answer = new Answer()
  readonly #tools = new Tools()
  #started = false
  #told: Told = { results: [] }
  /** No line of work came after the last result. */
  #quiet = false
  /** Work in the background that goes on after a result, by id. */
  readonly #tasks = new Set<string>()

  constructor(request: RunRequest) {
    this.#request = request
  }

  /** A result was told, and nothing goes on in the background that could lead to another one. */
  get finished(): boolean {
    return this.#quiet && this.#tasks.size === 0
  }

  *line(text: string, stream: OutputStream): Iterable<RunEvent> {
    const line = stream === 'stdout' ? parseObject(text) : undefined
    if (line === undefined) return
    const type = line['type']
    if (type === 'result') this.#quiet = true
    else if (type === 'assistant' || type === 'user' || type === 'stream_event') this.#quiet = false
    const inside = string(line['parent_tool_use_id']) !== undefined
    switch (line['type']) {
      case 'system':
        yield* this.#system(line)
        break
      case 'stream_event':
        if (!inside) yield* this.#answer.stream(object(line['event']), object(line['abandoned_blocks']))
        break
      case 'assistant':
        yield* this.#assistant(line, inside)
        break
      case 'user':
        yield* this.#tools.results(object(line['message']))
        break
      case 'result':
        yield* this.#result(line)
        break
      case 'rate_limit_event':
        this.#limit(line)
        break
      case 'control_response':
        yield* initialized(object(line['response']))
        break
      // The following are how versions before 2 printed the API's events.
      case 'content_block_start':
      case 'content_block_delta':
      case 'content_block_stop':
        yield* this.#answer.stream(line)
        break
      case 'tool_result':
        yield* this.#tools.result(line)
        break
      case 'error':
        this.#told = { ...this.#told, text: string(object(line['error'])['message']) ?? string(line['message']) ?? '' }
        break
    }
  }

  *end(end: ProcessEnd): Iterable<RunEvent> {
    const { model } = this.#answer
    yield* outcome(model === undefined ? this.#told : { ...this.#told, model }, end, this.#request)
  }

  *#system(line: Json): Iterable<RunEvent> {
    switch (line['subtype'] ?? 'init') {
      case 'init':
        yield* this.#init(line)
        break
      case 'api_retry':
        yield retry(line, this.#told.reset_at)
        break
      case 'task_started':
        this.#tasks.add(string(line['task_id']) ?? '')
        break
      case 'task_notification':
        // The CLI turns to the model with it: another result follows.
        if (this.#tasks.delete(string(line['task_id']) ?? '')) this.#quiet = false
        break
      case 'model_fallback':
        yield { type: 'warning', content: { code: 'model_fallback', message: fallback(line) } }
        break
      case 'status':
        if (line['status'] === 'compacting') yield { type: 'progress', content: { stage: 'compacting' } }
        break
    }
  }

  /** Comes again for every turn of a process; a run has one. */
  *#init(line: Json): Iterable<RunEvent> {
    if (this.#started) return
    this.#started = true
    const model = string(line['model'])
    const backend_session_id = string(line['session_id'])
    const working_dir = string(line['cwd'])
    yield {
      type: 'init',
      content: {
        ...(model === undefined ? {} : { model }),
        ...(backend_session_id === undefined ? {} : { backend_session_id }),
        ...(working_dir === undefined ? {} : { working_dir }),
      },
    }
  }

  /** Text of a subagent (`inside`) is no part of the answer, its tool calls are shown. */
  *#assistant(line: Json, inside: boolean): Iterable<RunEvent> {
    const message = object(line['message'])
    if (message['model'] === madeUp) {
      const kind = string(line['error'])
      if (kind !== undefined) this.#told = { ...this.#told, kind, text: textOf(message) }
      return
    }
    if (!inside) yield* this.#answer.message(message)
    yield* this.#tools.calls(message)
  }

  *#result(line: Json): Iterable<RunEvent> {
    this.#told = { ...this.#told, results: [...this.#told.results, line] }
    if (line['is_error'] !== true) yield* this.#answer.settle(string(line['result']) ?? '')
    const denied = deniedTools(line)
    if (denied.length === 0) return
    const message = `Claude Code did not allow ${denied.join(', ')}; sandbox_mode, allowed_tools and allowed_dirs decide that`
    yield { type: 'warning', content: { code: 'approval_denied', message } }
  }

  #limit(line: Json): void {
    const reset_at = resetFromEvent(line)
    if (reset_at === undefined) return
    const limit = limitType(line)
    this.#told = { ...this.#told, reset_at, ...(limit === undefined ? {} : { limit }) }
  }
}

function retry(line: Json, reset_at: string | undefined): RunEvent {
  const max_attempts = number(line['max_retries'])
  const delay = number(line['retry_delay_ms'])
  const status = number(line['error_status'])
  return {
    type: 'retry',
    content: {
      attempt: number(line['attempt']) ?? 1,
      ...(max_attempts === undefined ? {} : { max_attempts }),
      reason: string(line['error']) ?? 'unknown',
      ...(delay === undefined ? {} : { delay_ms: Math.round(delay) }),
      ...(reset_at === undefined ? {} : { reset_at }),
      ...(status === undefined ? {} : { status }),
    },
  }
}

function fallback(line: Json): string {
  const [from, to] = [string(line['original_model']), string(line['fallback_model'])]
  return `Claude Code went on with the model ${to ?? 'of --fallback-model'}${from === undefined ? '' : ` instead of ${from}`}`
}

function textOf(message: Json): string {
  return objects(message['content']).flatMap(({ text }) => string(text) ?? []).join('\n')
}

/** The answer to the `initialize` request that carries the system prompt and the JSON schema. */
function* initialized({ subtype }: Json): Iterable<RunEvent> {
  if (subtype !== 'error') return
  const message = 'Claude Code did not take the system prompt or the JSON schema and runs without'
  yield { type: 'warning', content: { code: 'system_prompt_ignored', message } }
}
