import { isRecord } from '../schema/is-record.ts'
import { childNode, configTree, type SchemaNode } from './schema-walk.ts'

/** What stands in the place of a secret. */
export const mask = '********'

const secretName = /(?:^|[_-])(?:api_?key|key|token|secret|password|passwd|passphrase|credential|private_?key)s?$/i
const login = /(:\/\/[^/?#\s:@]*:)[^/?#\s]+@/g
/** A login without a password is a token as often as a name. */
const loginAlone = /(:\/\/)[^/?#\s:@]+@/g
const secretParameter = /([?&][\w-]*(?:key|token|secret|password|passwd|credential)s?=)[^&#\s]+/gi
const secretFlag = /^(--?[\w-]*(?:key|token|secret|password|passwd|credential)s?[= ]).+$/i

/** What an API key of the server may show of itself: whatever else stands there may be the key. */
const openKeyFields = ['env', 'scopes', 'backends', 'max_permission', 'rps', 'burst']

/** True for a key whose text is a secret, such as `api_key` or `token`, and for the keys of the server with their hashes. */
export function isSecretKey(path: readonly string[]): boolean {
  const node = path.reduce<SchemaNode | undefined>(childNode, configTree)
  if (node?.type === 'boolean' || node?.type === 'integer') return false // `show_tokens` counts them
  return secretName.test(camelParts(path.at(-1) ?? '')) || (path[0] === 'server' && path[1] === 'keys' && path.length > 2 && !(path.length === 4 && openKeyFields.includes(path[3] as string)))
}

/**
 * A value as it may be shown: texts of secret keys are hidden, and so are logins and passwords in URLs, and in flags for a CLI.
 * Names, numbers and truth values stay. `path` is where the value stands.
 */
export function masked(value: unknown, path: readonly string[]): unknown {
  if (isRecord(value)) return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, masked(child, [...path, key])]))
  if (Array.isArray(value)) return value.map((entry) => masked(entry, path))
  if (typeof value !== 'string' || value === '') return value
  if (isSecretKey(path)) return mask
  return value.replaceAll(login, `$1${mask}@`).replaceAll(loginAlone, `$1${mask}@`).replaceAll(secretParameter, `$1${mask}`).replace(secretFlag, `$1${mask}`)
}

/** `apiKey` as `api_Key`, so that one pattern fits both spellings. */
function camelParts(name: string): string {
  return name.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
}
