import { tokenUsageFields } from './run-reply.ts'

const count = { type: 'integer', minimum: 0 } as const
const text = { type: 'string' } as const
const time = { type: 'string', description: 'RFC 3339.' } as const

/** What a session can be. */
const sessionStatus = { type: 'string', enum: ['active', 'completed', 'error', 'paused'], description: '`paused`: forked, and not gone on with yet.' } as const

/** What every answer tells of a session. */
const infoFields = {
  id: { type: 'string', description: 'The whole id.' },
  backend: text,
  created_at: time,
  last_used: time,
  working_dir: { type: 'string', description: 'Where its runs work.' },
  status: sessionStatus,
  model: { type: 'string', description: 'The model that answered last.' },
  title: text,
  initial_prompt: { type: 'string', description: 'In lists its first 80 characters.' },
  turn_count: count,
  token_usage: tokenUsageFields,
  cost_usd: { type: 'number', description: 'US dollars, as far as the backend tells them.' },
  tags: { type: 'array', items: text },
  backend_session_id: { type: 'string', description: "The CLI's own id of the conversation." },
  parent_id: { type: 'string', description: 'The session that it was forked from.' },
  owner: { type: 'string', description: 'Name of the API key that made it.' },
} as const

const always = ['id', 'backend', 'created_at', 'last_used', 'working_dir'] as const

/** One session. */
export const sessionSchema = {
  type: 'object',
  required: always,
  properties: {
    ...infoFields,
    metadata: { type: 'object', additionalProperties: text },
    error_message: { type: 'string', description: 'Why its last turn failed.' },
    pending_fork: { type: 'boolean', description: 'Its next run forks the conversation.' },
  },
} as const

/** A session in a list. */
const listedSession = {
  type: 'object',
  required: always,
  properties: {
    ...infoFields,
    match: {
      type: 'object',
      required: ['where', 'excerpt'],
      properties: { where: { type: 'string', enum: ['title', 'initial_prompt', 'prompt', 'answer'] }, turn: count, excerpt: text },
      description: 'With `q`: where the text stands first.',
    },
  },
} as const

const page = { limit: count, offset: count } as const

/** A page of sessions. */
export const sessionListSchema = {
  type: 'object',
  required: ['sessions', 'total', 'limit', 'offset'],
  properties: {
    sessions: { type: 'array', items: listedSession },
    total: { type: 'integer', minimum: 0, description: 'All that match; with `more`: those that were found until the page was full.' },
    more: { type: 'boolean', description: 'Only with `q`: true where there is at least one more.' },
    ...page,
  },
} as const

/** One turn of a conversation. */
const turnSchema = {
  type: 'object',
  required: ['turn', 'started_at', 'duration_ms', 'backend', 'prompt', 'answer', 'outcome'],
  properties: {
    turn: { type: 'integer', minimum: 1 },
    started_at: time,
    duration_ms: count,
    backend: text,
    model: text,
    prompt: text,
    answer: text,
    usage: tokenUsageFields,
    cost_usd: { type: 'number' },
    outcome: { type: 'string', enum: ['completed', 'error', 'cancelled'] },
    error_code: text,
    fallback: { type: 'array', items: { type: 'object', required: ['backend', 'code', 'message'], properties: { backend: text, code: text, message: text } } },
    via: { type: 'string', enum: ['cli', 'http', 'mcp', 'interactive'] },
  },
} as const

/** A page of turns. */
export const turnListSchema = {
  type: 'object',
  required: ['session_id', 'turns', 'total', 'limit', 'offset'],
  properties: { session_id: text, turns: { type: 'array', items: turnSchema }, total: count, ...page },
} as const
