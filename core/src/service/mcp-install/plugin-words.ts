import { isAbsolute } from 'node:path'
import { type Backend, ClinvkError, isClinvkError, type McpClient, type McpInstallation } from '@clinvk/plugin-sdk'

/** What a plugin says. Errors: its own, when they have a code; else `plugin_invalid`. */
export function asks<Said>(backend: Backend, work: () => Said): Said {
  try {
    return work()
  } catch (cause) {
    throw isClinvkError(cause) ? cause : improper(backend, cause)
  }
}

/** Errors: `plugin_invalid` where the description of a client is none. */
export function checkClient(backend: Backend, { scopes, trust, installation }: Partial<McpClient>): void {
  if (!areTexts(scopes) || scopes.length === 0 || typeof trust !== 'boolean' || typeof installation !== 'function') throw improper(backend)
}

/** Errors: `plugin_invalid` where the description of an installation is none. */
export function checkInstallation(backend: Backend, made: Partial<McpInstallation> | undefined): void {
  const { file, add, remove, has, more, notes = [] } = made ?? {}
  const sound = typeof file === 'string' && isAbsolute(file) && [add, remove, notes].every(areTexts) && typeof has === 'function'
  if (!sound || (more !== undefined && (typeof more.what !== 'string' || typeof more.write !== 'function'))) throw improper(backend)
}

function areTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((text) => typeof text === 'string')
}

function improper({ name }: Backend, cause?: unknown): ClinvkError {
  return new ClinvkError('plugin_invalid', `the backend "${name}" does not say properly how its CLI is told of an MCP server`, { backend: name, hint: 'Update or uninstall its plugin, or report it to its author.', cause })
}
