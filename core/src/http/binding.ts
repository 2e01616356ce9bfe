import { isIP } from 'node:net'
import { ClinvkError } from '@clinvk/plugin-sdk'

/** Whether an address, or a name, is this machine's own, so that nobody else can reach what listens there. */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[|\]$/g, '').replace(/\.$/, '')
  if (isIP(name) === 4) return name.startsWith('127.')
  if (isIP(name) === 6) return name === '::1' || name.startsWith('::ffff:127.')
  return name === 'localhost' || name.endsWith('.localhost')
}

/** Who reaches a server beyond the machine needs a key. Errors: `config_invalid`. */
export function checkBinding(host: string, hasKeys: boolean): void {
  if (isLoopback(host) || hasKeys) return
  throw new ClinvkError('config_invalid', `refused to listen on ${host} without API keys: everyone who reaches it could run programs as you`, {
    hint: 'Listen on 127.0.0.1, or set keys (CLINVK_API_KEYS).',
  })
}
