import type { ProcessEnd, RunEvent, RunRequest } from '@clinvk/plugin-sdk'
import { describe } from './failure.ts'
import { type Json, number, object, string } from './json.ts'
import { resetFromText } from './rate-limit.ts'
import { cost, modelUsage, tokenUsage } from './usage.ts'

/** What a run's lines told beside its answer. */
export interface Told {
  /** The `result` lines: the CLI's own account of each turn. There is more than one where work in the background went on. */
  readonly results: readonly Json[]
  /** Kind and text of the last API failure that stood in a made-up `assistant` line, or in an `error` line. */
  readonly kind?: string
  readonly text?: string
  readonly reset_at?: string
  readonly limit?: string
  /** The model that answered. */
  readonly model?: string
}

/**
 * The end of a run. `is_error` decides: API failures come with the subtype `success`. A run that its host stopped has no end
 * here, unless the CLI had really finished before.
 */
export function* outcome(told: Told, end: ProcessEnd, request: RunRequest): Iterable<RunEvent> {
  const result = told.results.at(-1)
  if (result !== undefined && !failed(result)) {
    if (end.code !== 0 && end.stopped_by === undefined) yield lateFailure(end)
    yield { type: 'done', content: done(result, told) }
    return
  }
  if (end.stopped_by !== undefined && (result === undefined || interrupted(result))) return
  if (result === undefined && told.text === undefined && end.code === 0) {
    yield {
      type: 'error',
      content: {
        code: 'backend_output_invalid',
        message: 'Claude Code ended with exit code 0, but without a result',
        hint: 'Run it again; if it stays so, update Claude Code with "claude update".',
      },
    }
    return
  }
  const usage = tokenUsage(told.results)
  if (usage !== undefined && usage.input_tokens + usage.output_tokens > 0) yield { type: 'token_usage', content: usage }
  yield { type: 'error', content: describe(failure(told, end, request)) }
}

function failed(result: Json): boolean {
  return result['is_error'] === true || (string(result['subtype']) ?? '').startsWith('error_') || errorText(result) !== undefined
}

function interrupted(result: Json): boolean {
  return result['subtype'] === 'error_during_execution' || (string(result['terminal_reason']) ?? '').startsWith('aborted')
}

/** Older versions had the failure in `error`. */
function errorText({ error }: Json): string | undefined {
  return string(error) || string(object(error)['message'])
}

function failure(told: Told, end: ProcessEnd, request: RunRequest): Parameters<typeof describe>[0] {
  const result = told.results.at(-1) ?? {}
  const errors = Array.isArray(result['errors']) ? result['errors'].filter(tellsSomething).join('; ') : ''
  const text = errorText(result) || string(result['result']) || errors || told.text || end.stderr_tail
  return {
    text,
    ...defined('subtype', string(result['subtype'])),
    ...defined('terminal_reason', string(result['terminal_reason'])),
    ...defined('stop_reason', string(result['stop_reason'])),
    ...defined('kind', told.kind),
    ...defined('status', number(result['api_error_status'])),
    ...defined('reset_at', told.reset_at ?? resetFromText(text)),
    ...defined('limit', told.limit),
    end,
    request,
  }
}

function done(result: Json, { results, model: answered }: Told): Extract<RunEvent, { type: 'done' }>['content'] {
  const used = Object.keys(modelUsage(result))
  // "[1m]" marks the CLI's long-context variant of a model; the model itself has no such name.
  const model = answered ?? (used.length === 1 ? used[0]?.replace(/\[.*\]$/, '') : undefined)
  const turns = results.flatMap(({ num_turns }) => number(num_turns) ?? [])
  return {
    ...defined('model', model),
    ...defined('token_usage', tokenUsage(results)),
    ...defined('cost_usd', cost(results)),
    ...defined('turn_count', turns.length === 0 ? undefined : turns.reduce((sum, count) => sum + count)),
    ...defined('stop_reason', string(result['stop_reason'])),
    ...defined('structured_output', result['structured_output']),
  }
}

/** Some `errors` are notes of the CLI to its makers. */
function tellsSomething(error: unknown): boolean {
  return typeof error === 'string' && !error.startsWith('[ede_diagnostic]')
}

/** The answer is whole, so it counts; but something after it went wrong. */
function lateFailure({ code, signal }: ProcessEnd): RunEvent {
  const message = `Claude Code answered, but then ended with ${signal ?? `exit code ${code}`}`
  return { type: 'warning', content: { code: 'cli_exit', message } }
}

function defined<Key extends string, Value>(key: Key, value: Value | undefined): { readonly [K in Key]?: Value } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [K in Key]?: Value }
}
