import { efforts } from '../../schema/efforts.ts'
import { modelSchema, type Parameters } from '../compatible/parameters.ts'

const anything = {} as const
const sampling = { schema: anything, treatment: 'ignored', note: 'No CLI lets the caller choose how it samples.' } as const
const account = { schema: anything, treatment: 'ignored', note: "Concerns the vendor's own service." } as const
const context = { schema: anything, treatment: 'ignored', note: 'The CLI looks after its own context.' } as const
const isEmpty = (value: unknown) => typeof value === 'object' && Object.keys(value as object).length === 0

const model = { schema: modelSchema, treatment: 'honoured', note: "A model id, or a backend's name for its default model." } as const
const messages = {
  schema: { type: 'array', minItems: 1, items: { type: 'object', required: ['role', 'content'], properties: { role: { type: 'string' }, content: {} } } },
  treatment: 'honoured',
  unheeded: ['cache_control', 'transformations'],
  note: 'Blocks text, image (base64, url), document (text), tool_use and tool_result of earlier turns; thinking is passed over. A last message of the assistant is gone on with. `cache_control` of a block is ignored.',
} as const
const system = { schema: { type: ['string', 'array', 'null'] }, treatment: 'honoured', unheeded: ['cache_control'], note: 'A text, or text blocks.' } as const
const tools = { schema: anything, treatment: 'refused', harmless: isEmpty, note: 'tools of the client cannot be called' } as const
const toolChoice = { schema: anything, treatment: 'refused', harmless: (value: unknown) => ['none', 'auto'].includes(String((value as { type?: unknown }).type)), note: 'tools of the client cannot be called' } as const
const thinking = { schema: { type: ['object', 'null'] }, treatment: 'honoured', unheeded: ['budget_tokens'], note: 'Reasoning that the CLI shows comes as thinking blocks, unless `disabled`, absent, or with `display: omitted`; `budget_tokens` is ignored.' } as const
const outputConfig = {
  schema: { type: ['object', 'null'], properties: { format: { type: ['object', 'null'] }, effort: { enum: [...efforts, null] } } },
  treatment: 'honoured',
  unheeded: ['task_budget'],
  note: '`format`: a JSON schema; the answer is checked, and asked for once more when it does not fit. `effort`: where the CLI can be told; named as ignored where it cannot. `task_budget` is ignored.',
} as const

/** The parameters of `POST /messages`, as the vendor's current SDK and Claude Code send them. */
export const messageParameters = {
  model,
  max_tokens: { schema: { type: 'integer', minimum: 1 }, treatment: 'ignored', note: 'Required as with the vendor; no CLI can limit its output.' },
  messages,
  system,
  stream: { schema: { type: ['boolean', 'null'] }, treatment: 'honoured', note: "Server-sent events in the vendor's order." },
  stop_sequences: { schema: { type: ['array', 'null'], items: { type: 'string' } }, treatment: 'honoured', note: 'The text is cut there and the run ended.' },
  output_config: outputConfig,
  output_format: { schema: { type: ['object', 'null'] }, treatment: 'honoured', note: 'As `output_config.format`.' },
  thinking,
  temperature: sampling,
  top_p: sampling,
  top_k: sampling,
  speed: sampling,
  metadata: account,
  service_tier: account,
  inference_geo: account,
  user_profile_id: account,
  workspace_id: account,
  billing_policy: account,
  fallback_credit_token: account,
  fallbacks: account,
  diagnostics: account,
  cache_control: account,
  context_management: context,
  compaction: context,
  betas: account,
  tools,
  tool_choice: toolChoice,
  mcp_servers: { schema: anything, treatment: 'refused', harmless: isEmpty, note: 'the CLI has its own servers' },
  container: { schema: anything, treatment: 'refused', note: 'the CLI works on this machine' },
  thread: { schema: anything, treatment: 'refused', note: 'conversations are kept with the header X-Clinvk-Session' },
} as const satisfies Parameters

/** The parameters of `POST /messages/count_tokens`. */
export const countParameters = {
  model,
  messages,
  system,
  output_config: { ...outputConfig, treatment: 'ignored', note: 'Not counted.' },
  output_format: { schema: anything, treatment: 'ignored', note: 'Not counted.' },
  thinking: { ...thinking, treatment: 'ignored', note: 'Not counted.' },
  tools,
  tool_choice: toolChoice,
  mcp_servers: messageParameters.mcp_servers,
  speed: sampling,
  billing_policy: account,
  cache_control: account,
  context_management: context,
  compaction: context,
  user_profile_id: account,
  workspace_id: account,
  betas: account,
} as const satisfies Parameters
