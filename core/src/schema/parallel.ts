import type { FromSchema } from 'json-schema-to-ts'
import { labelFields, runFields } from './run-fields.ts'

/** More would be a mistake, or an attack. */
const mostTasks = 10_000

/** A list of runs: the file of `clinvk parallel`, and the body of its API. */
export const parallelSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  additionalProperties: false,
  required: ['tasks'],
  properties: {
    tasks: {
      type: 'array',
      maxItems: mostTasks,
      description: 'The runs, at least one.',
      items: { type: 'object', additionalProperties: false, required: ['prompt'], properties: { ...runFields, ...labelFields } },
    },
    max_parallel: { type: 'integer', minimum: 1, description: 'Runs at the same time; absent: `parallel.max_workers`. Never more than there are places for runs (`server.max_runs`).' },
    fail_fast: { type: 'boolean', description: 'true: the first failure ends all the others; absent: `parallel.fail_fast`.' },
    output_dir: { type: 'string', description: 'Folder for one JSON file a task and a `summary.json`; a relative one counts from the directory of whoever asks.' },
    dry_run: { type: 'boolean', description: 'Say of every task what would be run, and run nothing.' },
  },
} as const

/** A list of runs. */
export type ParallelDefinition = FromSchema<typeof parallelSchema>

/** One run of a list. */
export type Task = ParallelDefinition['tasks'][number]
