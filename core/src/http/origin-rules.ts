import { ClinvkError } from '@clinvk/plugin-sdk'

/** Whose pages may call the server when nothing is configured: what is developed on this machine. */
const ownOrigins = ['http://localhost:*', 'http://127.0.0.1:*']

/** Which origins may call. Errors: `config_invalid` for credentials with an origin that stands for all. */
export function allowedOrigins({ cors_allowed_origins: origins, cors_allow_credentials: credentials }: { readonly cors_allowed_origins: readonly string[]; readonly cors_allow_credentials: boolean }): (origin: string) => boolean {
  if (credentials && origins.includes('*')) {
    throw new ClinvkError('config_invalid', 'server.cors_allow_credentials with the origin "*" would let every page act with the logins of its reader', { hint: 'Name the origins in server.cors_allowed_origins.', details: { key: 'server.cors_allow_credentials' } })
  }
  const patterns = (origins.length > 0 ? origins : ownOrigins).map(pattern)
  return (origin) => patterns.some((allowed) => allowed.test(origin))
}

/** `*` stands for all that is in its part of the origin; as a port also for none. */
function pattern(origin: string): RegExp {
  if (origin === '*') return /^/
  const escaped = origin.toLowerCase().replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`^${escaped.replace(/:\*$/, '(:\\d+)?').replaceAll('*', '[^/:@]*')}$`)
}
