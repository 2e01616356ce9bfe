import type { FromSchema } from 'json-schema-to-ts'
import { compareSchema } from './compare.ts'
import { parallelSchema } from './parallel.ts'
import { runFields, seconds } from './run-fields.ts'

/** More would be a mistake, or an attack. */
const mostSteps = 10_000

const { dry_run: _dryRun, output_format: _format, ...stepRunFields } = runFields
const { dry_run: _dryParallel, output_dir: _folder, ...parallelFields } = parallelSchema.properties
const { dry_run: _dryCompare, output_format: _compareFormat, verbose: _compareVerbose, ephemeral: _ephemeral, ...compareFields } = compareSchema.properties

/** What a step has beside the fields of its run. */
const stepFields = {
  name: { type: 'string', description: 'A name of its own, for references and for people.' },
  when: {
    type: 'object',
    additionalProperties: false,
    required: ['step', 'is'],
    properties: {
      step: { type: ['string', 'integer'], description: 'An earlier step, by name or by number from 1.' },
      is: { type: 'string', enum: ['completed', 'failed', 'skipped'], description: 'How it has to have ended.' },
    },
    description: 'The step runs only if an earlier one ended like this; else it is skipped. After a failure that stops the chain, only steps that wait for a failure run.',
  },
  retry: {
    type: 'object',
    additionalProperties: false,
    required: ['count'],
    properties: {
      count: { type: 'integer', minimum: 0, maximum: 20, description: 'Further attempts after a failure that may pass.' },
      delay_secs: { type: 'number', minimum: 0, maximum: 86_400, description: 'Time before each of them, seconds; absent: none.' },
    },
    description: 'Try the whole step again when it fails. `max_retries` is something else: what the CLI itself repeats.',
  },
  timeout: { ...seconds, description: 'The same as `timeout_secs`.' },
  session: { type: 'string', enum: ['new', 'continue'], description: '`continue`: go on with the newest session that a step of this chain left on the same backend. Absent: `new`.' },
  parallel: { type: 'object', additionalProperties: false, required: ['tasks'], properties: parallelFields, description: 'Instead of `prompt`: run these tasks at the same time.' },
  compare: { type: 'object', additionalProperties: false, required: ['prompt'], properties: compareFields, description: 'Instead of `prompt`: ask several backends the same.' },
} as const

/** Runs one after the other: the file of `clinvk chain`, and the body of its API. */
export const chainSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  additionalProperties: false,
  required: ['steps'],
  properties: {
    steps: {
      type: 'array',
      maxItems: mostSteps,
      description: 'The steps, at least one; each with one of `prompt`, `parallel` and `compare`.',
      items: { type: 'object', additionalProperties: false, properties: { ...stepRunFields, ...stepFields } },
    },
    stop_on_failure: { type: 'boolean', description: 'false: go on after a step that failed; absent: true.' },
    pass_working_dir: { type: 'boolean', description: 'true: a step without `workdir` works where the step before it did.' },
    persist_sessions: { type: 'boolean', description: 'true: keep each step in a session; absent: the steps leave no trace.' },
    pass_session_id: { type: 'boolean', description: 'The same as `persist_sessions`.' },
    input: { type: 'string', description: 'What `{{input}}` stands for, unless whoever starts the chain gives another text.' },
    dry_run: { type: 'boolean', description: 'Say of every step what would be run, and run nothing.' },
  },
} as const

/** A list of steps. */
export type ChainDefinition = FromSchema<typeof chainSchema>

/** One step of a list. */
export type ChainStep = ChainDefinition['steps'][number]
