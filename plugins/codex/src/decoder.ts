import type { Decoder, EventContent, OutputStream, ProcessEnd, RunEvent, RunRequest } from '@clinvk/plugin-sdk'
import { inputText } from '@clinvk/plugin-sdk'
import { earlyFailure } from './ending.ts'
import { plainMessage, statusOf, turnFailure } from './failure.ts'
import { messageText, ToolItems } from './items.ts'
import { asObject, asString, type JsonObject, parseObject } from './json.ts'
import { resetTime } from './reset-time.ts'
import { readState, type Totals, totalsOf, usedSince, writeState } from './usage.ts'
import { withoutPrompt } from './without-prompt.ts'

/**
 * Reads `codex exec --json`.
 *
 * - The outcome is `turn.completed` with exit code 0, or `turn.failed`; without either, exit code and stderr decide. So the
 *   terminal event comes with the end of the process.
 * - An `error` event that begins with `Reconnecting` is a retry. A message of the attempt that failed is void, and comes again:
 *   messages are held back until the event after them.
 * - Items of type `error` are notices.
 * - stderr holds a log only.
 */
export class CodexDecoder implements Decoder {
  readonly #request: RunRequest
  readonly #tools = new ToolItems()
  readonly #warned = new Set<string>()
  #held: RunEvent[] = []
  #retries = 0
  #mismatch: EventContent['error'] | undefined
  #failed: string | undefined
  #lastError: string | undefined
  #completed: { readonly totals?: Totals } | undefined

  constructor(request: RunRequest) {
    this.#request = request
  }

  /** The outcome is told; only the exit code is missing. */
  get finished(): boolean {
    return this.#mismatch !== undefined || this.#failed !== undefined || this.#completed !== undefined
  }

  *line(text: string, stream: OutputStream): Generator<RunEvent> {
    if (stream === 'stderr' || this.#mismatch !== undefined) return
    const event = parseObject(text)
    if (event !== undefined) yield* this.#event(event)
  }

  *end(end: ProcessEnd): Generator<RunEvent> {
    yield* this.#release()
    const exit_code = end.code === null ? {} : { exit_code: end.code }
    if (this.#mismatch !== undefined) {
      yield { type: 'error', content: this.#mismatch }
    } else if (this.#failed !== undefined) {
      yield this.#failure(turnFailure(this.#failed, new Date()), exit_code)
    } else if (this.#completed !== undefined && (end.code === 0 || end.stopped_by !== undefined)) {
      yield* this.#done(this.#completed)
    } else if (end.stopped_by === undefined) {
      yield this.#failure(this.#unfinished(end), exit_code)
    }
  }

  *#event(event: JsonObject): Generator<RunEvent> {
    const item = asObject(event['item'])
    switch (event['type']) {
      case 'thread.started':
        return yield* this.#started(asString(event['thread_id']))
      case 'turn.started':
        return yield { type: 'progress', content: { stage: 'turn_started', message: 'Processing...' } }
      case 'item.started':
      case 'item.updated':
        if (item !== undefined) yield* this.#item(item, false)
        return
      case 'item.completed':
        if (item !== undefined) yield* this.#item(item, true)
        return
      case 'error':
        return yield* this.#error(asString(event['message']) ?? '')
      case 'turn.failed':
        this.#failed = asString(asObject(event['error'])?.['message']) ?? this.#lastError ?? 'no reason given'
        return yield* this.#release()
      case 'turn.completed': {
        const totals = totalsOf(event['usage'])
        this.#completed = totals === undefined ? {} : { totals }
        return yield* this.#release()
      }
      default: // of a version to come
    }
  }

  *#started(thread: string | undefined): Generator<RunEvent> {
    const { resume, ephemeral } = this.#request
    const asked = resume !== undefined && !resume.fork && !ephemeral ? resume.backend_session_id : undefined
    if (asked !== undefined && thread?.toLowerCase() !== asked.toLowerCase()) {
      const message = `Codex CLI could not resume session ${asked}: it started ${thread ?? 'another one'} instead`
      this.#mismatch = { code: 'session_not_resumable', message, hint: 'Start a new session.' }
      return
    }
    yield { type: 'init', content: thread === undefined ? {} : { backend_session_id: thread } }
  }

  *#item(item: JsonObject, completed: boolean): Generator<RunEvent> {
    const id = String(item['id'])
    const text = messageText(item)
    if (text !== undefined) {
      if (completed && text !== '') this.#held.push({ type: 'message', content: { text, id, role: 'assistant' } })
    } else if (item['type'] === 'reasoning') {
      if (completed) yield { type: 'thinking', content: { text: asString(item['text']) ?? '', id } }
    } else if (item['type'] === 'error') {
      yield* this.#warning(asString(item['message']) ?? '')
    } else {
      yield* this.#release()
      yield* this.#tools.read(item, completed)
    }
  }

  /** Each notice once: Codex says some twice. */
  *#warning(told: string, code = noticeCode(told)): Generator<RunEvent> {
    if (this.#warned.has(told)) return
    this.#warned.add(told)
    yield { type: 'warning', content: { message: this.#clean(plainMessage(told)), code } }
  }

  *#error(message: string): Generator<RunEvent> {
    const retry = /^Reconnecting\.\.\.\s*(?:(\d+)\/(\d+))?[^(]*(?:\((.*)\))?\s*$/s.exec(message)
    if (retry === null) {
      this.#lastError = message
      return
    }
    this.#held = []
    this.#retries += 1
    const max = retry[2] === undefined ? undefined : Number(retry[2])
    const reason = this.#clean(plainMessage(retry[3] ?? message))
    const status = statusOf(reason)
    const reset_at = resetTime(reason, new Date())
    const attempt = retry[1] === undefined ? this.#retries : Number(retry[1])
    yield {
      type: 'retry',
      content: {
        attempt,
        ...(max === undefined ? {} : { max_attempts: max }),
        reason,
        ...(reset_at === undefined ? {} : { reset_at }),
        ...(status === undefined ? {} : { status }),
      },
    }
    const { max_retries } = this.#request.options
    if (attempt > max_retries) {
      const limit = `Codex CLI repeats requests to a provider of its own${max === undefined ? '' : ` up to ${max} times`}`
      const known = `max_retries ${max_retries} only holds for providers in its config.toml`
      yield* this.#warning(`${limit}; ${known}`, 'retries_not_limited')
    }
  }

  *#release(): Generator<RunEvent> {
    const held = this.#held
    this.#held = []
    yield* held
  }

  *#done({ totals }: { readonly totals?: Totals }): Generator<RunEvent> {
    const { options, resume } = this.#request
    const before = readState(resume?.state)
    const known = totals !== undefined && (resume === undefined || before !== undefined)
    if (totals !== undefined && !known) {
      const message = 'tokens of this run are not known: Codex CLI counts the whole session, and its count before was not kept'
      yield { type: 'warning', content: { message, code: 'usage_unknown' } }
    }
    yield {
      type: 'done',
      content: {
        ...(options.model === undefined ? {} : { model: options.model }),
        ...(known ? { token_usage: usedSince(before, totals) } : {}),
        ...(totals === undefined ? {} : { backend_state: writeState(totals) }),
      },
    }
  }

  #failure(failure: EventContent['error'], exit: object): RunEvent {
    const message = this.#clean(failure.message)
    return { type: 'error', content: { ...failure, message, details: { ...failure.details, ...exit } } }
  }

  #clean(message: string): string {
    return withoutPrompt(message, inputText(this.#request))
  }

  #unfinished(end: ProcessEnd): EventContent['error'] {
    const failure = earlyFailure(end)
    if (this.#lastError === undefined || failure.code !== 'backend_error') return failure
    const told = turnFailure(this.#lastError, new Date())
    return { ...told, details: { ...told.details, ...failure.details } }
  }
}

function noticeCode(told: string): string {
  if (told.startsWith('This session was recorded with model')) return 'model_changed'
  return told.startsWith('Model metadata for') ? 'model_unknown' : 'backend_notice'
}
