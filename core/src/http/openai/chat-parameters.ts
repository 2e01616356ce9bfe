import { efforts } from '../../schema/efforts.ts'
import { modelSchema, type Parameters } from '../compatible/parameters.ts'

const anything = {} as const
const sampling = { schema: anything, treatment: 'ignored', note: 'No CLI lets the caller choose how it samples.' } as const
const account = { schema: anything, treatment: 'ignored', note: "Concerns the vendor's own service." } as const
const isEmpty = (value: unknown) => typeof value === 'object' && Object.keys(value as object).length === 0

/** The parameters of `POST /chat/completions`, as the vendor's current SDK sends them. */
export const chatParameters = {
  model: { schema: modelSchema, treatment: 'honoured', note: "A model id, or a backend's name for its default model." },
  messages: {
    schema: { type: 'array', minItems: 1, items: { type: 'object', required: ['role'], properties: { role: { type: 'string' } } } },
    treatment: 'honoured',
    unheeded: ['detail', 'prompt_cache_breakpoint'],
    note: 'Roles system, developer, user, assistant, tool, function; parts text, refusal and image_url, whose `detail` is ignored.',
  },
  stream: { schema: { type: ['boolean', 'null'] }, treatment: 'honoured', note: 'Server-sent events, ended by `[DONE]`.' },
  stream_options: { schema: { type: ['object', 'null'], properties: { include_usage: { type: 'boolean' } } }, treatment: 'honoured', unheeded: ['include_obfuscation'], note: '`include_usage`: a last chunk with the usage. `include_obfuscation` is ignored.' },
  stop: { schema: { type: ['string', 'array', 'null'], items: { type: 'string' }, maxItems: 4 }, treatment: 'honoured', note: 'The text is cut there and the run ended.' },
  response_format: {
    schema: { type: ['object', 'null'], required: ['type'], properties: { type: { type: 'string' } } },
    treatment: 'honoured',
    note: '`text`, `json_object`, `json_schema`; the answer is checked, and asked for once more when it does not fit.',
  },
  metadata: { schema: { type: ['object', 'null'], additionalProperties: { type: 'string' } }, treatment: 'honoured', note: 'Stays with a new session; ignored where there is none.' },
  max_tokens: { schema: { type: ['integer', 'null'] }, treatment: 'ignored', note: 'No CLI can limit its output.' },
  max_completion_tokens: { schema: { type: ['integer', 'null'] }, treatment: 'ignored', note: 'No CLI can limit its output.' },
  temperature: sampling,
  top_p: sampling,
  presence_penalty: sampling,
  frequency_penalty: sampling,
  seed: sampling,
  verbosity: sampling,
  prediction: sampling,
  reasoning_effort: { schema: { enum: [...efforts, null] }, treatment: 'honoured', note: 'Where the CLI can be told; named as ignored where it cannot.' },
  user: account,
  safety_identifier: account,
  service_tier: account,
  store: account,
  prompt_cache_key: account,
  prompt_cache_retention: account,
  prompt_cache_options: account,
  moderation: account,
  parallel_tool_calls: { schema: anything, treatment: 'ignored', note: 'There are no tools of the client.' },
  tool_choice: { schema: anything, treatment: 'refused', harmless: (value) => value === 'none' || value === 'auto', note: 'tools of the client cannot be called' },
  tools: { schema: anything, treatment: 'refused', harmless: isEmpty, note: 'tools of the client cannot be called' },
  functions: { schema: anything, treatment: 'refused', harmless: isEmpty, note: 'functions of the client cannot be called' },
  function_call: { schema: anything, treatment: 'refused', harmless: (value) => value === 'none' || value === 'auto', note: 'functions of the client cannot be called' },
  n: { schema: anything, treatment: 'refused', harmless: (value) => value === 1, note: 'a run gives one answer' },
  logprobs: { schema: anything, treatment: 'refused', harmless: (value) => value === false, note: 'no CLI tells probabilities' },
  top_logprobs: { schema: anything, treatment: 'refused', harmless: (value) => value === 0, note: 'no CLI tells probabilities' },
  logit_bias: { schema: anything, treatment: 'refused', harmless: isEmpty, note: 'no CLI takes a bias' },
  modalities: { schema: anything, treatment: 'refused', harmless: (value) => Array.isArray(value) && value.every((one) => one === 'text'), note: 'answers are text' },
  audio: { schema: anything, treatment: 'refused', note: 'answers are text' },
  web_search_options: { schema: anything, treatment: 'refused', note: 'whether it searches the web is up to the CLI and its tools' },
} as const satisfies Parameters
