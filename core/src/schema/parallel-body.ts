import type { FromSchema } from 'json-schema-to-ts'
import { parallelSchema } from './parallel.ts'

/** Runs of one request at most. */
export const mostRuns = 1000

// Nobody may write files on the machine of a server.
const { output_dir: _folder, tasks, max_parallel: most, ...fields } = parallelSchema.properties

/** The body of `POST /api/v1/parallel`: a list of tasks as `clinvk parallel` reads it, without `output_dir`. */
export const parallelBody = {
  type: 'object',
  additionalProperties: false,
  required: ['tasks'],
  properties: { tasks: { ...tasks, maxItems: mostRuns }, max_parallel: { ...most, maximum: mostRuns }, ...fields },
} as const

export type ParallelBody = FromSchema<typeof parallelBody>
