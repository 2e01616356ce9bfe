import type { ErrorCode, ErrorDetails, ProcessEnd, RunRequest } from '@clinvk/plugin-sdk'

/** What is known about a run that failed. */
export interface Failure {
  /** What the CLI says about it, any form; may be empty. */
  readonly text: string
  /** `result.subtype`, such as `error_max_turns`. */
  readonly subtype?: string
  readonly terminal_reason?: string
  readonly stop_reason?: string
  /** The CLI's own word for the kind of API failure, such as `rate_limit`. */
  readonly kind?: string
  /** HTTP status of the API. */
  readonly status?: number
  readonly reset_at?: string
  readonly limit?: string
  readonly end: ProcessEnd
  readonly request: RunRequest
}

/** Content of an `error` event. */
export interface Described {
  readonly code: ErrorCode
  readonly message: string
  readonly hint: string
  readonly details: ErrorDetails
}

type Answer = Pick<Described, 'code' | 'message' | 'hint'> & { readonly details?: ErrorDetails }

interface Rule {
  applies(failure: Failure): boolean
  says(failure: Failure): Answer
}

const tryLater = 'The model service has a problem; try again later, or with a higher max_retries.'

/** From the most to the least telling sign. The texts are those of 2.1.197 and 2.1.329; statuses and kinds come first where there are any. */
const rules: readonly Rule[] = [
  {
    applies: ({ text }) => /cannot be used with root\/sudo/.test(text),
    says: ({ text, request }) => ({
      code: 'permission_denied',
      message: `Claude Code refused sandbox_mode ${request.options.sandbox_mode}: ${text}`,
      hint: 'Run clinvk as a user other than root, or ask for sandbox_mode workspace.',
    }),
  },
  {
    applies: ({ text }) => /No conversation found with session ID|--resume requires a valid session/.test(text),
    says: ({ request }) => ({
      code: 'session_not_resumable',
      message: `Claude Code could not resume its session ${request.resume?.backend_session_id ?? ''}: it knows no such conversation`,
      hint: 'Start a new session; Claude Code may have deleted the old one, and older versions find a session only in the directory where it began.',
    }),
  },
  {
    applies: ({ subtype }) => subtype === 'error_max_turns',
    says: ({ request }) => reason('max_turns', `Claude Code did not finish within max_turns ${request.options.max_turns ?? ''}`, 'Ask for more turns (max_turns), or resume the session.'),
  },
  {
    applies: ({ subtype }) => subtype === 'error_max_budget_usd',
    says: ({ text }) => reason('max_budget', `Claude Code used up its budget: ${text}`, 'Give a higher --max-budget-usd, or resume the session.'),
  },
  {
    applies: ({ subtype }) => subtype === 'error_max_structured_output_retries',
    says: () => reason('structured_output', 'Claude Code got no answer that fits the JSON schema', 'Simplify the schema, or say in the prompt what is wanted.'),
  },
  {
    applies: ({ terminal_reason, text, status }) => status === 413 || terminal_reason === 'prompt_too_long' || /^Prompt is too long|piped stdin input exceeds/.test(text),
    says: ({ text }) => ({
      code: 'payload_too_large',
      message: `Claude Code could not send the prompt: ${text}`,
      hint: 'Shorten the prompt, or start a new session when the conversation is long.',
    }),
  },
  {
    applies: ({ status, kind, text }) => status === 429 || kind === 'rate_limit' || /usage limit reached|hit your .*limit|Credit balance is too low/.test(text),
    says: ({ text, reset_at, limit }) => ({
      code: 'backend_rate_limited',
      message: `Claude Code could not get an answer, a limit of the account is used up: ${text}`,
      hint: reset_at === undefined ? 'Wait and try again, or check the plan and credit of the account.' : `Try again after ${reset_at}, or use another login.`,
      details: { ...(reset_at === undefined ? {} : { reset_at }), ...(limit === undefined ? {} : { limit }) },
    }),
  },
  {
    applies: ({ status, kind, text }) => status === 401 || status === 403 || kind === 'authentication_failed' || /Not logged in|Invalid API key|Please run \/login/.test(text),
    says: ({ text }) => ({
      code: 'backend_unauthenticated',
      message: `Claude Code could not sign in: ${text}`,
      hint: 'Start "claude" and sign in with /login, or set ANTHROPIC_API_KEY to a valid key.',
    }),
  },
  {
    applies: ({ status, kind }) => status === 404 || kind === 'model_not_found',
    says: ({ text, request: { options } }) => ({
      code: 'backend_error',
      message: `Claude Code could not use the model ${options.model === undefined ? 'of its settings' : `"${options.model}"`}: ${text}`,
      hint: 'Choose another model (option model), such as opus, sonnet or haiku.',
      details: { status: 404 },
    }),
  },
  {
    applies: ({ status, kind, text }) => (status ?? 0) >= 500 || kind === 'overloaded' || /\b529\b|Overloaded/.test(text),
    says: ({ text, status }) => ({
      code: 'backend_error',
      message: `Claude Code could not get an answer from its model service: ${text}`,
      hint: tryLater,
      details: { status: status ?? 529 },
    }),
  },
  {
    applies: ({ text }) => /ECONN|ENOTFOUND|EAI_AGAIN|ConnectionRefused|Unable to connect|Connection (refused|dropped|error)|certificate/i.test(text),
    says: ({ text }) => reason('connection', `Claude Code could not reach its model service: ${text}`, 'Check the network, the proxy settings and ANTHROPIC_BASE_URL.'),
  },
  {
    applies: ({ stop_reason }) => stop_reason === 'refusal',
    says: ({ text }) => reason('refusal', `Claude Code got a refusal from the model: ${text}`, 'Say it in other words, or choose another model.'),
  },
  {
    applies: ({ terminal_reason, subtype }) => /^aborted/.test(terminal_reason ?? '') || subtype === 'error_during_execution',
    says: ({ text }) => reason('interrupted', `Claude Code stopped before it had an answer${text === '' ? '' : `: ${text}`}`, 'Run it again, or resume the session.'),
  },
  {
    applies: ({ text }) => /unknown option|argument .* is invalid/.test(text),
    says: ({ text }) => reason('usage', `Claude Code did not take its arguments: ${text}`, 'Update it with "claude update", and check the extra flags.'),
  },
]

/** The code, words and facts for a failure. */
export function describe(raw: Failure): Described {
  const failure = { ...raw, text: oneLine(raw.text) }
  const { code, message, hint, details } = rules.find((rule) => rule.applies(failure))?.says(failure) ?? unknownFailure(failure)
  const { status, end } = failure
  return {
    code,
    message,
    hint,
    details: {
      ...(status === undefined ? {} : { status }),
      ...details,
      ...(end.code === null || end.code === 0 ? {} : { exit_code: end.code }),
      ...(end.signal === null ? {} : { signal: end.signal }),
    },
  }
}

function reason(why: string, message: string, hint: string): Answer {
  return { code: 'backend_error', message, hint, details: { reason: why } }
}

function unknownFailure({ text, status, end }: Failure): Answer {
  const how = end.signal === null ? `exit code ${end.code}` : end.signal
  return {
    code: 'backend_error',
    message: text === '' ? `Claude Code ended with ${how} and without an answer` : `Claude Code could not answer: ${text}`,
    hint: status === undefined ? 'Try the same in "claude" itself; CLINVK_LOG=debug shows what it prints.' : 'The model service refused the request; change what the message names.',
  }
}

/** Short, on one line, and without anything that looks like a key. */
function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').replace(/\bsk-[\w-]{6,}/g, 'sk-…').trim()
  return line.length > 400 ? `${line.slice(0, 400)}…` : line
}
