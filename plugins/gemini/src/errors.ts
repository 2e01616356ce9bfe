import type { ErrorCode, ErrorDetails, ProcessEnd } from '@clinvk/plugin-sdk'
import { object, text } from './lines.ts'
import { quotable } from './quote.ts'

/** Content of an `error` event. */
export interface Failure {
  readonly code: ErrorCode
  readonly message: string
  readonly hint?: string
  readonly details?: ErrorDetails
}

/** What a failed `result` line tells. */
export interface FailedResult {
  /** `error.type`: the name of the CLI's error class. */
  readonly type: string
  /** `error.message`, or what an earlier `error` line said. */
  readonly message: string
  /** The line's timestamp: what relative times count from. */
  readonly at?: string | undefined
  readonly model?: string | undefined
  /** The run's prompt: no message quotes it. */
  readonly prompt: string
  readonly end: ProcessEnd
}

const signIn = 'Set GEMINI_API_KEY, or run "gemini" once and sign in.'

/** The failure behind a `result` line with status `error`. */
export function resultFailure(result: FailedResult): Failure {
  const { type, end } = result
  const api = apiError(result.message)
  const status = api.status ?? statusOfExit(end)
  const details: ErrorDetails = { ...(status === undefined ? {} : { status }), ...(end.code ? { exit_code: end.code } : {}) }
  const because = reasonAfter(quotable(api.message, result.prompt))
  if (type === 'FatalTurnLimitedError' || end.code === 53) {
    return {
      code: 'backend_error',
      message: 'Gemini CLI could not finish: it reached its limit of turns',
      hint: 'Allow more turns with max_turns.',
      details: { ...details, reason: 'max_turns' },
    }
  }
  if (!result.message.startsWith('[API Error')) return otherFailure(result, details)
  const badKey = /API key (?:not valid|expired|not found)|API_KEY_INVALID/i.test(api.message + api.reasons)
  if (status === 401 || status === 403 || badKey) {
    const hint = status === 403 ? 'Check that this key or login may use the model and the API.' : signIn
    const message = `Gemini CLI could not sign in to the model's API${because}`
    return { code: 'backend_unauthenticated', message, hint, details }
  }
  if (status === 429 || /exhausted your (?:daily quota|capacity)|exceeded your current quota/i.test(api.message)) {
    const reset_at = resetTime(api.message + api.reasons, result.at)
    return {
      code: 'backend_rate_limited',
      message: `Gemini CLI could not get an answer: a quota is used up${because}`,
      hint: `Wait${reset_at === undefined ? '' : ` until ${reset_at}`}, or use another model or key.`,
      details: { ...details, status: 429, ...(reset_at === undefined ? {} : { reset_at }) },
    }
  }
  if (status === 404 || /is not found for API version|ModelNotFoundError/.test(api.message + end.stderr_tail)) {
    const model = result.model === undefined ? 'the model' : `the model "${result.model}"`
    const hint = 'Give the id of a model that this key or login may use as the model option.'
    const message = `Gemini CLI could not use ${model}${because}`
    return { code: 'backend_error', message, hint, details: { ...details, status: 404 } }
  }
  if (status === 413 || (status === 400 && /token count|too (?:large|long)|exceeds the (?:limit|maximum)/i.test(api.message))) {
    const message = `Gemini CLI could not send the conversation: it is too large${because}`
    return { code: 'payload_too_large', message, hint: 'Shorten the prompt, or start a new session.', details }
  }
  if (status !== undefined) {
    const hint = status >= 500 ? 'Try again later, or use another model.' : 'Check the request and the settings of Gemini CLI.'
    const message = `Gemini CLI could not get an answer: the API said ${status}${because}`
    return { code: 'backend_error', message, hint, details }
  }
  if (/^terminated$|premature close|other side closed/i.test(api.message)) {
    const message = `Gemini CLI could not finish: the connection to the model's API broke off${because}`
    return { code: 'backend_error', message, hint: 'Try again.', details: { ...details, reason: 'connection' } }
  }
  const unreachable = /fetch failed|ECONN|ENOTFOUND|ETIMEDOUT/.test(api.message)
  const hint = unreachable
    ? 'Check the network, the proxy and GOOGLE_GEMINI_BASE_URL.'
    : 'Try again; run with CLINVK_LOG=debug to see what Gemini CLI says.'
  const reason = unreachable ? { reason: 'connection' } : {}
  return { code: 'backend_error', message: `Gemini CLI could not get an answer${because}`, hint, details: { ...details, ...reason } }
}

/** How far a run without a `result` line had come: an `init` line was seen; the last line breaks off in the middle. */
export interface Progress {
  readonly started: boolean
  readonly broken: boolean
  readonly prompt: string
}

/** The failure of a run that ended without a `result` line and was not stopped by the host. */
export function endFailure(end: ProcessEnd, { started, broken, prompt }: Progress): Failure {
  const because = reasonAfter(quotable(lastWords(end.stderr_tail), prompt))
  const details: ErrorDetails = {
    ...(end.code ? { exit_code: end.code } : {}),
    ...(end.signal === null ? {} : { signal: end.signal }),
  }
  if (end.signal !== null) {
    return { code: 'backend_error', message: `Gemini CLI could not finish: ${end.signal} ended it`, hint: 'Try again.', details }
  }
  switch (end.code) {
    case 0: {
      // It ends so on SIGINT and SIGTERM. And it does not wait until its output was read: what then exceeds the buffer of
      // the pipe (some 200 KB) is lost.
      const why = broken ? ': the end of its output is missing' : started ? ': it was interrupted' : because
      const message = `Gemini CLI ended without a result${why}`
      return { code: 'backend_output_invalid', message, hint: 'Try again.', details }
    }
    case 41:
      // Without a key its own words lead to a settings file of ours, or are a list of variables.
      return {
        code: 'backend_unauthenticated',
        message: 'Gemini CLI could not sign in: it found no key and no login that it can use',
        hint: signIn,
        details,
      }
    case 42:
      if (/resuming session|No previous sessions/i.test(end.stderr_tail)) {
        const message = `Gemini CLI could not resume the session${because}`
        return { code: 'session_not_resumable', message, hint: 'Start a new session.', details }
      }
      break
    case 44:
      return {
        code: 'backend_error',
        message: `Gemini CLI could not start its sandbox${because}`,
        hint: 'Install the container that its setting tools.sandbox names, or switch the setting off.',
        details,
      }
    case 52:
      if (/YOLO mode/i.test(end.stderr_tail)) {
        const hint = 'Ask for sandbox mode "workspace"; an administrator or your own settings forbid "full".'
        const message = `Gemini CLI could not start in sandbox mode "full"${because}`
        return { code: 'permission_denied', message, hint, details }
      }
      return {
        code: 'backend_unavailable',
        message: `Gemini CLI could not read its settings${because}`,
        hint: 'Repair ~/.gemini/settings.json and the .gemini/settings.json of the working directory.',
        details,
      }
    case 53:
      return resultFailure({ type: 'FatalTurnLimitedError', message: '', prompt, end })
    case 55:
      return {
        code: 'permission_denied',
        message: `Gemini CLI refused to work in this folder${because}`,
        hint: 'Remove GEMINI_RESTRICTED_MODE from the environment, or work in another folder.',
        details,
      }
  }
  const message = `Gemini CLI could not finish: it ended with exit code ${end.code}${because}`
  return { code: 'backend_error', message, hint: 'Run with CLINVK_LOG=debug to see what Gemini CLI says.', details }
}

/** The CLI stopped with a message of its own: a blocked, empty or unfinished answer, or a tool that must not fail. */
function otherFailure({ type, message, prompt }: FailedResult, details: ErrorDetails): Failure {
  const reason = invalidAnswers.find(([pattern]) => pattern.test(message))?.[1]
  return {
    code: 'backend_error',
    message: `Gemini CLI could not finish${reasonAfter(quotable(message, prompt))}`,
    hint: reason === 'blocked' ? 'Word the prompt differently.' : 'Try again.',
    details: {
      ...details,
      ...(reason === undefined ? {} : { reason }),
      ...(type === '' || type === 'unknown' ? {} : { error_type: type }),
    },
  }
}

function reasonAfter(said: string): string {
  return said === '' ? '' : `: ${said}`
}

const invalidAnswers: readonly (readonly [RegExp, string])[] = [
  [/blocked|safety|recitation|prohibited/i, 'blocked'],
  [/empty response|no final response text/i, 'empty'],
  [/finish reason/i, 'unfinished'],
  [/malformed function call/i, 'malformed'],
  [/token limit/i, 'max_tokens'],
]

/** `[API Error: {json}]` or `[API Error: message]`, perhaps with advice in further lines. `reasons` is the details' JSON. */
function apiError(said: string): { status?: number; message: string; reasons: string } {
  const inner = /^\[API Error: ([\s\S]*)\]/.exec(said)?.[1] ?? said
  try {
    const error = object(object(JSON.parse(inner))['error'])
    const code = error['code']
    return {
      ...(typeof code === 'number' ? { status: code } : {}),
      message: text(error['message']) ?? inner,
      reasons: JSON.stringify(error['details'] ?? ''),
    }
  } catch {
    const status = /\(Status: (\w+)\)$/.exec(inner)?.[1]
    return { ...(status === 'RESOURCE_EXHAUSTED' ? { status: 429 } : {}), message: inner, reasons: '' }
  }
}

/** An API error's exit code is its HTTP status modulo 256. The CLI's own codes lie below 144, but for 529, which becomes 17. */
function statusOfExit(end: ProcessEnd): number | undefined {
  if (end.code === null) return undefined
  if (end.code >= 144 && end.code <= 255) return end.code + 256
  return end.code === 17 ? 529 : undefined
}

/** `retry in 2.5s`, `retry after 60s`, `"retryDelay":"3600s"`: counted from the time of the line. */
function resetTime(said: string, at: string | undefined): string | undefined {
  const [, amount, unit] = /(?:retry (?:in|after) |"retryDelay":\s*")([\d.]+)(ms|s)/.exec(said) ?? []
  const from = Date.parse(at ?? '')
  if (amount === undefined || Number.isNaN(from)) return undefined
  return new Date(Math.ceil(from + Number(amount) * (unit === 'ms' ? 1 : 1000))).toISOString()
}

/** The last line of stderr that tells something to a person; help texts, colours, stacks and paths of reports left out. */
function lastWords(stderr: string): string {
  const lines = stderr
    .replace(/^Usage: gemini[\s\S]*/m, '')
    .replaceAll(/\u001B\[[\d;]*m/g, '')
    .replaceAll(/Full report available at: \S+ /g, '')
    .replaceAll(/[^\s'"]*\/gemini-home\/\.gemini\//g, '~/.gemini/')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !noise.test(line))
  const start = lines.findLastIndex((line) => /error|cannot|invalid|not /i.test(line))
  return lines[start] ?? lines.at(-1) ?? ''
}

const noise = /^(?:at |Ripgrep is|YOLO mode is en|Warning: |\[STARTUP\]|Searched for|Use --list|\((?:node:|Use `node)|Attempt \d)/
