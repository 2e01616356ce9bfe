import { ClinvkError } from '@clinvk/plugin-sdk'
import type { PromptBody } from '../schema/prompt-body.ts'
import type { PromptRequest } from './prompt-request.ts'
import { requestFromFields } from './request-from-fields.ts'

/** The tags of sessions that came this way. */
export const entryTags = { http: 'api', mcp: 'mcp' } as const

/** A prompt that came over HTTP or MCP as a request. Errors: `invalid_request` for fields that are missing or do not go together. */
export function requestFromPrompt({ session_id, fork, ...fields }: PromptBody, via: keyof typeof entryTags): PromptRequest {
  if (session_id === undefined && (fields.backend ?? '') === '') throw missing('backend', via)
  if (fields.prompt.trim() === '') throw missing('prompt', via)
  if (fork !== undefined && session_id === undefined) throw new ClinvkError('invalid_request', 'fork says nothing without session_id', { hint: 'Name the session to fork, or leave out fork.' })
  const { tags = [], ...rest } = fields
  return {
    ...requestFromFields({ ...rest, tags: [...tags, entryTags[via]] }, { cwd: '/', via, ephemeral: false }),
    ...(session_id === undefined ? {} : { session_id }),
    ...(fork === undefined ? {} : { fork }),
  }
}

function missing(field: string, via: keyof typeof entryTags): ClinvkError {
  const [where, location] = via === 'http' ? [' in the body', `body.${field}`] : ['', field]
  return new ClinvkError('invalid_request', `${field} is required`, { hint: `Send "${field}"${where}.`, details: { location } })
}
