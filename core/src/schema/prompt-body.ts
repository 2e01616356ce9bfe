import type { FromSchema } from 'json-schema-to-ts'
import { labelFields, runFields } from './run-fields.ts'

/** The body of `POST /api/v1/prompt`. A conversation that goes on has its backend already. */
export const promptBody = {
  type: 'object',
  additionalProperties: false,
  required: ['prompt'],
  properties: {
    ...runFields,
    prompt: { ...runFields.prompt, minLength: 1 },
    backend: { ...runFields.backend, description: 'Backend; required unless `session_id` is given.' },
    workdir: { ...runFields.workdir, description: 'Absolute directory the CLI runs in; absent: `server.default_workdir`, else an empty private folder.' },
    allowed_dirs: { ...runFields.allowed_dirs, description: 'Further absolute directories the CLI may use.' },
    tags: { ...labelFields.tags, description: 'Your tags; they stay with the session where one is kept.' },
    session_id: { type: 'string', minLength: 4, description: 'Go on with this session: its id, or the beginning of it. It brings backend and directory.' },
    fork: { type: 'boolean', description: 'With `session_id`: go on in a new session, and leave that one as it is.' },
  },
} as const

export type PromptBody = FromSchema<typeof promptBody>
