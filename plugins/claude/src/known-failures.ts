import type { Described, Failure } from './failure.ts'

/** A failure that has its own code, words or advice. */
export interface KnownFailure {
  /** Tells by what the CLI said, word for word. */
  applies(failure: Failure): boolean
  /** `text` is fit to be repeated here, and may be empty. `code` is `backend_error` where none is given. */
  says(failure: Failure): Pick<Described, 'message' | 'hint'> & Partial<Described>
}

/** Claude Code's own refusals, before it asks its model. */
const refusedAtStart: readonly KnownFailure[] = [
  {
    applies: ({ text }) => text.includes('cannot be used with root/sudo'),
    says: ({ text, request }) => ({
      code: 'permission_denied',
      message: `Claude Code refused sandbox_mode ${request.options.sandbox_mode}${told(text)}`,
      hint: 'Run clinvk as a user other than root, or ask for sandbox_mode workspace.',
    }),
  },
  {
    applies: ({ text }) => /No conversation found with session ID|--resume requires a valid session/.test(text),
    says: ({ request: { resume } }) => ({
      code: 'session_not_resumable',
      message: `Claude Code could not resume its session ${resume?.backend_session_id ?? ''}: it knows no such conversation`,
      hint: 'Start a new session. Claude Code deletes old ones, and older versions find one only where it began.',
    }),
  },
  {
    applies: ({ text, subtype }) => subtype === undefined && /unknown option|argument .* is invalid/.test(text),
    says: ({ text }) => ({
      message: `Claude Code did not take its arguments${told(text)}`,
      hint: 'Update it with "claude update", and check the extra flags.',
      details: { reason: 'usage' },
    }),
  },
]

/** Limits of the run. */
const limits: readonly KnownFailure[] = [
  {
    applies: ({ subtype }) => subtype === 'error_max_turns',
    says: ({ request }) => ({
      message: `Claude Code did not finish within max_turns ${request.options.max_turns ?? ''}`,
      hint: 'Ask for more turns (max_turns), or resume the session.',
      details: { reason: 'max_turns' },
    }),
  },
  {
    applies: ({ subtype }) => subtype === 'error_max_budget_usd',
    says: ({ text }) => ({
      message: `Claude Code used up its budget${told(text)}`,
      hint: 'Give a higher --max-budget-usd, or resume the session.',
      details: { reason: 'max_budget' },
    }),
  },
  {
    applies: ({ subtype }) => subtype === 'error_max_structured_output_retries',
    says: () => ({
      message: 'Claude Code got no answer that fits the JSON schema',
      hint: 'Simplify the schema, or say in the prompt what is wanted.',
      details: { reason: 'structured_output' },
    }),
  },
]

/** What the model service answers. A status or kind says more than a text; texts are for failures that have neither. */
const serviceFailures: readonly KnownFailure[] = [
  {
    applies: ({ terminal_reason, text, status }) =>
      status === 413 || terminal_reason === 'prompt_too_long' || /^Prompt is too long|piped stdin input exceeds/.test(text),
    says: ({ text }) => ({
      code: 'payload_too_large',
      message: `Claude Code could not send the prompt${told(text)}`,
      hint: 'Shorten the prompt, or start a new session when the conversation is long.',
    }),
  },
  {
    applies: ({ status, kind, text }) =>
      status === 429 || kind === 'rate_limit' || /usage limit reached|hit your .*limit|Credit balance is too low/.test(text),
    says: ({ text, reset_at, limit }) => ({
      code: 'backend_rate_limited',
      message: `Claude Code could not get an answer, a limit of the account is used up${told(text)}`,
      hint: reset_at === undefined
        ? 'Wait and try again, or check the plan and credit of the account.'
        : `Try again after ${reset_at}, or use another login.`,
      details: { ...(reset_at === undefined ? {} : { reset_at }), ...(limit === undefined ? {} : { limit }) },
    }),
  },
  {
    applies: ({ status, kind, text }) =>
      status === 401 || status === 403 || kind === 'authentication_failed' || /Not logged in|Please run \/login/.test(text),
    says: ({ text }) => ({
      code: 'backend_unauthenticated',
      message: `Claude Code could not sign in${told(text)}`,
      hint: 'Start "claude" and sign in with /login, or set ANTHROPIC_API_KEY to a valid key.',
    }),
  },
  {
    applies: ({ status, kind }) => status === 404 || kind === 'model_not_found',
    says: ({ text, request: { options: { model } } }) => ({
      message: `Claude Code could not use the model ${model === undefined ? 'of its settings' : `"${model}"`}${told(text)}`,
      hint: 'Choose another model (option model), such as opus, sonnet or haiku.',
      details: { status: 404 },
    }),
  },
  {
    applies: ({ status, kind, text }) =>
      (status ?? 0) >= 500 || kind === 'overloaded' || (status === undefined && /\b529\b/.test(text)),
    says: ({ text, status }) => ({
      message: `Claude Code could not get an answer from its model service${told(text)}`,
      hint: 'The model service has a problem; try again later, or with a higher max_retries.',
      details: { status: status ?? 529 },
    }),
  },
  {
    applies: ({ status, text }) => status === undefined && /ECONN|ENOTFOUND|EAI_AGAIN|ConnectionRefused|certificate/.test(text),
    says: ({ text }) => ({
      message: `Claude Code could not reach its model service${told(text)}`,
      hint: 'Check the network, the proxy settings and ANTHROPIC_BASE_URL.',
      details: { reason: 'connection' },
    }),
  },
  {
    applies: ({ stop_reason }) => stop_reason === 'refusal',
    says: ({ text }) => ({
      message: `Claude Code got a refusal from the model${told(text)}`,
      hint: 'Say it in other words, or choose another model.',
      details: { reason: 'refusal' },
    }),
  },
]

const interrupted: KnownFailure = {
  applies: ({ terminal_reason, subtype }) =>
    terminal_reason?.startsWith('aborted') === true || subtype === 'error_during_execution',
  says: ({ text }) => ({
    message: `Claude Code stopped before it had an answer${told(text)}`,
    hint: 'Run it again, or resume the session.',
    details: { reason: 'interrupted' },
  }),
}

/** The first that applies is meant. Statuses, kinds and texts as seen in 2.1.197 and 2.1.329. */
export const knownFailures: readonly KnownFailure[] = [...refusedAtStart, ...limits, ...serviceFailures, interrupted]

/** The CLI's own words, where they may be repeated. */
function told(text: string): string {
  return text === '' ? '' : `: ${text}`
}
