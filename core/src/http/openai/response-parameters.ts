import { efforts } from '../../schema/efforts.ts'
import { modelSchema, type Parameters } from '../compatible/parameters.ts'

const anything = {} as const
const sampling = { schema: anything, treatment: 'ignored', note: 'No CLI lets the caller choose how it samples.' } as const
const account = { schema: anything, treatment: 'ignored', note: "Concerns the vendor's own service." } as const
const context = { schema: anything, treatment: 'ignored', note: 'The CLI looks after its own context.' } as const
const isEmpty = (value: unknown) => typeof value === 'object' && Object.keys(value as object).length === 0
const object = { type: ['object', 'null'] } as const

/** The parameters of `POST /responses`, as the vendor's current SDK and Codex CLI send them. */
export const responseParameters = {
  model: { schema: { ...modelSchema, type: ['string', 'null'] }, treatment: 'honoured', note: "A model id, or a backend's name for its default model; absent: the session's backend, or `default_backend`." },
  input: {
    schema: { type: ['string', 'array'], items: { type: 'object' }, minItems: 1 },
    treatment: 'honoured',
    unheeded: ['detail', 'phase', 'prompt_cache_breakpoint'],
    note: 'A text, or items: message (input_text, input_image without its `detail`, output_text), function_call and function_call_output of earlier turns, item_reference; reasoning is passed over.',
  },
  instructions: { schema: { type: ['string', 'null'] }, treatment: 'honoured', note: 'The system prompt of this turn.' },
  previous_response_id: { schema: { type: ['string', 'null'] }, treatment: 'honoured', note: 'Goes on after that response: see below.' },
  store: { schema: { type: ['boolean', 'null'] }, treatment: 'honoured', note: 'Default true: kept in a session. false: nothing is kept.' },
  stream: { schema: { type: ['boolean', 'null'] }, treatment: 'honoured', note: "Server-sent events in the vendor's order." },
  text: {
    schema: { ...object, properties: { format: object, verbosity: {} } },
    treatment: 'honoured',
    unheeded: ['verbosity'],
    note: '`format`: `text`, `json_object`, `json_schema`; the answer is checked, and asked for once more when it does not fit. `verbosity` is ignored.',
  },
  reasoning: {
    schema: { ...object, properties: { effort: { enum: [...efforts, null] }, summary: {}, generate_summary: {} } },
    treatment: 'honoured',
    unheeded: ['context', 'mode'],
    note: '`effort`: where the CLI can be told. `summary`: reasoning that the CLI shows comes as items. `context` and `mode` are ignored.',
  },
  metadata: { schema: { ...object, additionalProperties: { type: 'string' } }, treatment: 'honoured', note: 'Given back, and stays with a new session; ignored where there is none.' },
  max_output_tokens: { schema: { type: ['integer', 'null'] }, treatment: 'ignored', note: 'No CLI can limit its output.' },
  max_tool_calls: { schema: anything, treatment: 'ignored', note: 'No CLI can limit the calls of its tools.' },
  temperature: sampling,
  top_p: sampling,
  truncation: context,
  context_management: context,
  image: context,
  background_options: { schema: anything, treatment: 'ignored', note: 'A run ends with its request.' },
  access_programs: account,
  user: account,
  safety_identifier: account,
  service_tier: account,
  prompt_cache_key: account,
  prompt_cache_retention: account,
  prompt_cache_options: account,
  moderation: account,
  client_metadata: account,
  stream_options: { schema: anything, treatment: 'ignored', note: 'Nothing is obfuscated.' },
  include: {
    schema: { type: ['array', 'null'], items: { type: 'string' } },
    treatment: 'ignored',
    harmless: (value) => !(value as readonly string[]).includes('message.output_text.logprobs'),
    note: 'There is no more to include; `message.output_text.logprobs` is refused.',
  },
  parallel_tool_calls: { schema: anything, treatment: 'ignored', note: 'There are no tools of the client.' },
  tool_choice: { schema: anything, treatment: 'refused', harmless: (value) => value === 'none' || value === 'auto', note: 'tools of the client cannot be called' },
  tools: { schema: anything, treatment: 'refused', harmless: isEmpty, note: 'tools of the client cannot be called' },
  conversation: { schema: anything, treatment: 'refused', note: 'conversations are kept in sessions, and gone on with by previous_response_id' },
  background: { schema: anything, treatment: 'refused', harmless: (value) => value === false, note: 'a run ends with its request' },
  prompt: { schema: anything, treatment: 'refused', note: 'there are no stored prompts' },
  top_logprobs: { schema: anything, treatment: 'refused', harmless: (value) => value === 0, note: 'no CLI tells probabilities' },
} as const satisfies Parameters
