import { type Decoder, inputText, type OutputStream, type ProcessEnd, type RunEvent, type RunRequest } from '@clinvk/plugin-sdk'
import { endFailure, type Failure, resultFailure } from './errors.ts'
import { count, object, type OutputLine, parseLine, text } from './lines.ts'
import { Repeats } from './repeats.ts'
import { RetryNotices } from './retry-notices.ts'
import { answeringModel, usageOf } from './stats.ts'

/**
 * Reads `--output-format stream-json`. The terminal event comes at the process's end: an error's HTTP status is told by the
 * exit code only (status modulo 256), and exit code 0 stands for interrupted and failed runs too. So `result.status`
 * decides, and a run without a `result` line has failed.
 */
export class GeminiDecoder implements Decoder {
  readonly #request: RunRequest
  readonly #repeats = new Repeats()
  readonly #retries: RetryNotices
  readonly #tools = new Map<string, string>()
  readonly #prompt: string
  #model: string | undefined
  #started = false
  #turns = 0
  #inTurn = false
  #answered = false
  #said = ''
  #result: OutputLine | undefined
  #broken = false

  constructor(request: RunRequest) {
    this.#request = request
    this.#prompt = inputText(request)
    this.#retries = new RetryNotices(this.#prompt)
  }

  /** The result is told; only the exit code is missing. */
  get finished(): boolean {
    return this.#result !== undefined
  }

  *line(line: string, stream: OutputStream): Iterable<RunEvent> {
    if (stream === 'stderr') {
      const retry = this.#retries.line(line)
      if (retry) yield { type: 'retry', content: retry }
      return
    }
    const parsed = parseLine(line)
    this.#broken = parsed === undefined && line.startsWith('{"type":')
    if (parsed === undefined || this.#result !== undefined) return
    switch (parsed.type) {
      case 'init':
        yield this.#init(parsed)
        break
      case 'message':
        yield* this.#message(parsed)
        break
      case 'tool_use':
        yield* this.#toolUse(parsed)
        break
      case 'tool_result':
        yield* this.#toolResult(parsed)
        break
      case 'error':
        yield* this.#error(parsed)
        break
      case 'result':
        this.#result = parsed
        yield* this.#endMessage(parsed['status'] !== 'error')
    }
  }

  *end(end: ProcessEnd): Iterable<RunEvent> {
    if (this.#result === undefined) {
      yield* this.#endMessage(false)
      // Without a result there is nothing of the CLI's own to say about a run that the host stopped.
      const progress = { started: this.#started, broken: this.#broken, prompt: this.#prompt }
      if (end.stopped_by === undefined) yield failed(endFailure(end, progress))
      return
    }
    const stats = object(this.#result['stats'])
    const failure = this.#failure(this.#result, stats, end)
    if (failure) {
      if (count(stats['total_tokens']) > 0) yield { type: 'token_usage', content: usageOf(stats) }
      yield failed(failure)
      return
    }
    const model = answeringModel(stats, this.#model)
    yield {
      type: 'done',
      content: {
        ...(model === undefined ? {} : { model }),
        token_usage: usageOf(stats),
        ...(this.#turns > 0 ? { turn_count: this.#turns } : {}),
      },
    }
  }

  #failure(result: OutputLine, stats: Record<string, unknown>, end: ProcessEnd): Failure | undefined {
    if (result['status'] === 'error') {
      const error = object(result['error'])
      return resultFailure({
        type: text(error['type']) ?? '',
        message: text(error['message']) ?? this.#said,
        at: text(result['timestamp']),
        model: this.#model,
        prompt: this.#prompt,
        end,
      })
    }
    if (this.#said === 'Maximum session turns exceeded') {
      return resultFailure({ type: 'FatalTurnLimitedError', message: this.#said, prompt: this.#prompt, end })
    }
    if (this.#answered || count(stats['total_tokens']) > 0 || !this.#started) return undefined
    return unasked(this.#request, this.#prompt.length)
  }

  #init(line: OutputLine): RunEvent {
    this.#started = true
    this.#model = text(line['model'])
    const id = text(line['session_id'] ?? line['sessionId'])
    return {
      type: 'init',
      content: {
        ...(this.#model === undefined ? {} : { model: this.#model }),
        ...(id === undefined ? {} : { backend_session_id: id }),
        working_dir: this.#request.cwd,
      },
    }
  }

  *#message(line: OutputLine): Iterable<RunEvent> {
    const piece = text(line['content'])
    // The CLI prints the prompt too.
    if (line['role'] === 'user' || piece === undefined || piece === '') return
    this.#turn()
    const at = Date.parse(text(line['timestamp']) ?? '')
    const fresh = this.#repeats.add(piece, Number.isNaN(at) ? undefined : at)
    if (fresh !== '') yield this.#text(fresh)
  }

  /** Ends the current message, before a tool is used or at the end of the run. */
  *#endMessage(completed: boolean): Iterable<RunEvent> {
    const { rest, whole } = this.#repeats.end()
    if (rest !== '') yield this.#text(rest)
    if (whole !== undefined && completed) yield { type: 'message', content: { text: whole, id: this.#id(), role: 'assistant' } }
  }

  *#toolUse(line: OutputLine): Iterable<RunEvent> {
    this.#turn()
    yield* this.#endMessage(true)
    const name = text(line['tool_name'] ?? line['toolName']) ?? 'unknown'
    const id = text(line['tool_id'] ?? line['toolCallId'])
    if (id !== undefined) this.#tools.set(id, name)
    yield {
      type: 'tool_use',
      content: { tool_name: name, ...(id === undefined ? {} : { tool_id: id }), input: line['parameters'] },
    }
  }

  *#toolResult(line: OutputLine): Iterable<RunEvent> {
    this.#inTurn = false
    const id = text(line['tool_id'] ?? line['toolCallId'])
    const name = (id === undefined ? undefined : this.#tools.get(id)) ?? text(line['tool_name']) ?? 'unknown'
    const output = line['output'] ?? line['result']
    const message = text(object(line['error'])['message'])
    yield {
      type: 'tool_result',
      content: {
        tool_name: name,
        ...(id === undefined ? {} : { tool_id: id }),
        ...(output === undefined ? {} : { output }),
        ...(line['status'] === 'error' ? { is_error: true } : {}),
        ...(message === undefined ? {} : { error_message: message }),
      },
    }
  }

  /** Not terminal: the `result` line that follows decides. A warning is the end of a loop or a hook's objection. */
  *#error(line: OutputLine): Iterable<RunEvent> {
    const message = text(line['message']) ?? 'unknown error'
    this.#said = message
    if (line['severity'] === 'warning') yield { type: 'warning', content: { message: `Gemini CLI: ${message}` } }
  }

  /** A model step: everything from one tool result to the next. */
  #turn(): void {
    this.#answered = true
    if (this.#inTurn) return
    this.#inTurn = true
    this.#turns += 1
  }

  #text(piece: string): RunEvent {
    return { type: 'message', content: { text: piece, id: this.#id(), role: 'assistant', is_partial: true } }
  }

  #id(): string {
    return `message-${this.#turns}`
  }
}

function failed(failure: Failure): RunEvent {
  return { type: 'error', content: failure }
}

/** Above this many characters an unasked model means that the CLI found the prompt too large. */
const large = 500_000

/**
 * The CLI reports success without an answer and without a request when it reckons (a token for four characters) that the
 * conversation does not fit into the model's context.
 */
function unasked(request: RunRequest, length: number): Failure {
  if (length >= large || request.resume) {
    const reason = 'it reckons that the conversation does not fit into the model\'s context'
    return {
      code: 'payload_too_large',
      message: `Gemini CLI did not send the prompt of ${length} characters: ${reason}`,
      hint: request.resume ? 'Start a new session.' : 'Shorten the prompt.',
    }
  }
  return {
    code: 'backend_output_invalid',
    message: 'Gemini CLI ended without asking a model',
    hint: 'If a hook of Gemini CLI stops prompts, look into its settings; else try again.',
  }
}
