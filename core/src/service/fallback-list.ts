import { ClinvkError, isClinvkError } from '@clinvk/plugin-sdk'
import type { Config } from '../config/load.ts'
import type { PromptRequest } from './prompt-request.ts'

/**
 * The backends to ask after the first one, in order: the request's own list, else the configured one of the first backend,
 * else `run.fallback`. A conversation that goes on stays with its backend, so a configured list does not apply to it.
 * `check` throws for a name that is unknown or disabled. Errors: those, and `invalid_request`.
 */
export function fallbackList(asked: Pick<PromptRequest, 'backend' | 'fallback' | 'session_id'>, config: Config, check: (name: string) => void): readonly string[] {
  const first = asked.backend || config.default_backend
  if (asked.fallback !== undefined && asked.fallback.length > 0) {
    if (asked.session_id !== undefined) {
      throw new ClinvkError('invalid_request', `a conversation that goes on cannot fall back to ${asked.fallback.join(', ')}: only its own backend knows it`, {
        hint: 'Name no other backends, or begin a new session.',
      })
    }
    checkEach(asked.fallback, [first], 'the fallback list', check)
    return asked.fallback
  }
  if (asked.fallback !== undefined || asked.session_id !== undefined) return []
  const own = config.backends[first]?.fallback
  const configured = own ?? config.run.fallback
  if (configured.length === 0) return []
  checkEach(configured, [], own === undefined ? 'run.fallback' : `backends.${first}.fallback`, check)
  return configured.filter((name) => name !== first)
}

function checkEach(names: readonly string[], before: readonly string[], where: string, check: (name: string) => void): void {
  const seen = new Set(before)
  for (const name of names) {
    if (seen.has(name)) throw new ClinvkError('invalid_request', `${where} asks the backend "${name}" a second time`, { hint: 'Name each backend once.' })
    seen.add(name)
    try {
      check(name)
    } catch (cause) {
      if (!isClinvkError(cause)) throw cause
      throw new ClinvkError(cause.code, `${where} cannot be used: ${cause.message}`, { backend: name, hint: cause.code === 'backend_disabled' ? 'Take it out of the list, or enable it.' : (cause.hint ?? 'See `clinvk backends`.'), cause })
    }
  }
}
