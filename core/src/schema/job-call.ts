import type { FromSchema } from 'json-schema-to-ts'
import { chainReplySchema } from './chain-reply.ts'
import { compareReplySchema } from './compare-reply.ts'
import { parallelReplySchema } from './parallel-reply.ts'
import { errorFields, runReplySchema } from './run-reply.ts'

/** Seconds that one call may wait for a job: below the minute after which some clients give calls up. */
export const longestWait = 50

/** What is asked about a job. */
export const jobCall = {
  type: 'object',
  additionalProperties: false,
  properties: {
    id: { type: 'string', minLength: 1, description: 'The id of a job; absent: list your jobs.' },
    wait_secs: { type: 'integer', minimum: 0, maximum: longestWait, description: `Wait so many seconds for its end at most; absent: none, with \`cancel\` ${longestWait}.` },
    cancel: { type: 'boolean', description: 'End it, with everything that it started, and wait for that, as long as `wait_secs` says.' },
  },
} as const

export type JobCall = FromSchema<typeof jobCall>

/** What `background` says in the arguments of a tool. */
export const backgroundField = { type: 'boolean', description: 'Answer at once with a `job`, whose result clinvk_job gets: for what may take longer than a call may last here.' } as const

const count = { type: 'integer', minimum: 0 } as const
const text = { type: 'string' } as const

/** A call that goes on in the background, or has ended. */
const jobFields = {
  type: 'object',
  required: ['id', 'tool', 'state', 'started_at'],
  properties: {
    id: text,
    tool: { type: 'string', description: 'The tool that was called.' },
    state: { type: 'string', enum: ['running', 'cancelling', 'completed', 'failed', 'cancelled'] },
    started_at: text,
    ended_at: text,
    progress: { type: 'string', description: 'What it did last.' },
    parts_ended: { type: 'integer', minimum: 0, description: 'Of a list of runs: how many have ended.' },
    parts: { type: 'integer', minimum: 0, description: 'Of a list of runs: how many there are.' },
    partial: {
      type: 'array',
      description: 'While it runs: what its runs have said so far, of each the end, of many the last.',
      items: { type: 'object', required: ['output'], properties: { step: count, index: count, backend: text, output: text } },
    },
  },
} as const

/** What a tool answers whose call goes on in the background. */
export const jobStarted = { required: ['job'], properties: { job: jobFields } } as const

/** The state of a job, what its call would have answered when it has ended, or all jobs. */
export const jobReplySchema = {
  type: 'object',
  required: [],
  properties: {
    job: jobFields,
    result: {
      description: 'Of a job that has ended: what the call of its tool would have answered.',
      anyOf: [runReplySchema, parallelReplySchema, chainReplySchema, compareReplySchema, { type: 'object', required: ['error'], properties: { error: errorFields } }],
    },
    jobs: { type: 'array', description: 'Without `id`: your jobs, the newest first.', items: jobFields },
  },
} as const
