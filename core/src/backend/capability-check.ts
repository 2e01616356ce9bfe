import { type Backend, type Capabilities, ClinvkError, type RunRequest } from '@clinvk/plugin-sdk'

/** What a request needs, in words for the refusal. */
const needs: readonly { readonly capability: keyof Capabilities; readonly asked: (request: RunRequest) => boolean; readonly what: string }[] = [
  { capability: 'resume', asked: (request) => request.resume !== undefined, what: 'go on with an earlier conversation' },
  { capability: 'fork', asked: (request) => request.resume?.fork === true, what: 'fork a conversation' },
  { capability: 'system_prompt', asked: (request) => request.options.system_prompt !== undefined, what: 'take a system prompt' },
  { capability: 'history', asked: (request) => request.history !== undefined, what: 'take past messages' },
  { capability: 'images', asked: (request) => request.input.some((part) => part.type === 'image'), what: 'read images' },
  { capability: 'json_schema', asked: (request) => request.json_schema !== undefined, what: 'keep to a JSON schema' },
  { capability: 'max_turns', asked: (request) => request.options.max_turns !== undefined, what: 'limit its turns (max_turns)' },
  { capability: 'allowed_tools', asked: (request) => request.options.allowed_tools !== undefined, what: 'be told allowed tools (allowed_tools)' },
  { capability: 'allowed_dirs', asked: (request) => request.options.allowed_dirs !== undefined, what: 'be given further directories (allowed_dirs)' },
  { capability: 'client_tools', asked: (request) => request.tools !== undefined, what: 'use tools of the client' },
]

/** Refuses a request that needs what the backend does not declare. Errors: `unsupported`. */
export function checkCapabilities(backend: Pick<Backend, 'name' | 'title' | 'capabilities'>, request: RunRequest): void {
  for (const { capability, asked, what } of needs) {
    if (asked(request) && !backend.capabilities[capability]) {
      throw new ClinvkError('unsupported', `${backend.title} cannot ${what}`, { backend: backend.name, hint: 'Leave the option out (also in the configuration), or choose another backend.' })
    }
  }
}
