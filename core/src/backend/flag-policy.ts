import { type Backend, ClinvkError } from '@clinvk/plugin-sdk'

/**
 * Checks extra flags, from whatever entry or file, against what the backend lets a caller pass. A value is only accepted
 * directly after, or with `=` in, a flag that takes one.
 * Errors: `invalid_request` naming the token.
 */
export function checkExtraFlags(backend: Pick<Backend, 'name' | 'flags'>, tokens: readonly string[]): void {
  let values = 0
  for (const [index, token] of tokens.entries()) {
    if (!token.startsWith('-')) {
      if (values === 0) {
        throw refuse(backend, `invalid flag format: ${token} (must start with - or --)`, 'Put the flag before its value, or write --flag=value.')
      }
      values -= 1
      continue
    }
    const [name, ...rest] = token.split('=') as [string, ...string[]]
    const arity = Object.hasOwn(backend.flags, name) ? backend.flags[name as `-${string}`] : undefined
    if (arity === undefined) throw refuse(backend, `flag not allowed for ${backend.name}: ${token}`, allowed(backend))
    if (arity === 0 && rest.length > 0) throw refuse(backend, `flag ${name} of ${backend.name} takes no value: ${token}`, 'Leave out the value.')
    values = rest.length > 0 || arity === 0 ? 0 : arity === 1 ? 1 : Number.POSITIVE_INFINITY
    const next = tokens[index + 1]
    if (values > 0 && (next === undefined || next.startsWith('-'))) {
      throw refuse(backend, `flag ${name} of ${backend.name} needs a value`, `Write ${name}=VALUE.`)
    }
  }
}

function refuse(backend: Pick<Backend, 'name'>, message: string, hint: string): ClinvkError {
  return new ClinvkError('invalid_request', message, { backend: backend.name, hint })
}

function allowed(backend: Pick<Backend, 'name' | 'flags'>): string {
  const names = Object.keys(backend.flags)
  return names.length === 0 ? `${backend.name} takes no extra flags.` : `Allowed are: ${names.join(' ')}`
}
