import { SessionStore } from '../../../src/session/store.ts'

/** The store in the folder that the first argument names; warnings go to stderr. The second one may name the machine. */
export function openStore(options: { readonly lockStaleMs?: number } = {}): SessionStore {
  const [, , dir = '', hostName = ''] = process.argv
  const log = { debug: () => undefined, warn: (message: string) => process.stderr.write(`${message}\n`) }
  return new SessionStore({ dir, log, ...(hostName === '' ? {} : { hostName }), ...options })
}
