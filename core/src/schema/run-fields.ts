import type { FromSchema } from 'json-schema-to-ts'
import { longestSecs } from './longest-secs.ts'
import { modelId } from './model-id.ts'

const strings = { type: 'array', items: { type: 'string' } } as const

/** A limit of time. */
export const seconds = { type: 'number', minimum: 0, maximum: longestSecs } as const

/** What one run may be told, as it stands in files and in the bodies of every API. Flags of a command line win over them. */
export const runFields = {
  prompt: { type: 'string', description: 'What to ask. Reaches the model literally.' },
  backend: { type: 'string', description: 'Backend; absent: `default_backend`.' },
  fallback: { ...strings, description: 'Backends to ask, in order, when one fails before the first text of its answer; empty: none; absent: as configured.' },
  model: { ...modelId, description: 'Model, passed to the CLI unchanged; absent: as configured.' },
  workdir: { type: 'string', description: 'Directory the CLI runs in: over HTTP and MCP an absolute one; elsewhere a relative one counts from the directory of whoever asks.' },
  approval_mode: { type: 'string', enum: ['default', 'auto', 'none', 'always'], description: 'Who is asked about what the sandbox does not allow.' },
  sandbox_mode: { type: 'string', enum: ['default', 'read-only', 'workspace', 'full'], description: 'What the CLI may do to the machine.' },
  system_prompt: { type: 'string', description: 'System prompt.' },
  max_turns: { type: 'integer', minimum: 0, description: 'Model steps at most; 0: no limit.' },
  allowed_tools: { type: ['string', 'array'], items: { type: 'string' }, description: 'Tools that may run without asking: a list, or a text parted by commas.' },
  allowed_dirs: { ...strings, description: 'Further directories the CLI may use: over HTTP and MCP absolute ones; elsewhere relative ones count from `workdir`.' },
  extra: { ...strings, description: "Flags for the CLI itself, checked against the backend's flag policy." },
  timeout_secs: { ...seconds, description: 'Longest time of the run, seconds; 0: no limit.' },
  idle_timeout_secs: { ...seconds, description: 'Longest time without any event, seconds; 0: no limit.' },
  max_retries: { type: 'integer', minimum: 0, maximum: 20, description: 'How often the CLI may repeat a failed model request.' },
  ephemeral: { type: 'boolean', description: 'true: leave no trace of the conversation; false: keep it in a session.' },
  verbose: { type: 'boolean', description: 'Put the command that was run into the result (`command`).' },
  dry_run: { type: 'boolean', description: 'Say what would be run (`command`), and run nothing.' },
  output_format: {
    type: 'string',
    enum: ['default', 'text', 'json', 'stream-json'],
    description: 'How the answer of a single prompt is given. Inside of a list of runs `text` and `json` mean the same, the result of the run, and `stream-json` is refused.',
  },
  max_tokens: { type: 'integer', minimum: 0, description: 'Only 0, for no CLI can limit its output.' },
  metadata: { type: 'object', additionalProperties: { type: 'string' }, description: 'Texts of your own; they come back in the result, and stay with the session where one is kept.' },
} as const

/** What tells one run of a list from the others; it comes back in the result. */
export const labelFields = {
  id: { type: 'string', description: 'Your id; it comes back as `task_id` and names the file in `output_dir`.' },
  name: { type: 'string', description: 'Your name for it; it comes back as `task_name`.' },
  // They stand in the index of all sessions, which is held in memory: so there is an end to them, the same as where a session is changed.
  tags: { type: 'array', maxItems: 100, items: { type: 'string', pattern: '^[\\s\\S]{1,100}$' }, description: 'Your tags; they come back in the result, and stay with the session where one is kept.' },
  meta: { type: 'object', description: 'Anything of yours; it comes back in the result.' },
} as const

/** For types only: bodies and files have schemas of their own, made of these properties. */
const runFieldsSchema = { type: 'object', additionalProperties: false, properties: runFields } as const
const labelFieldsSchema = { type: 'object', additionalProperties: false, properties: labelFields } as const

/** One run as it is asked for on the wire; what is not said is absent. */
export type RunFields = FromSchema<typeof runFieldsSchema>

/** The labels of a run on the wire. */
export type LabelFields = FromSchema<typeof labelFieldsSchema>
