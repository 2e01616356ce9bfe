import { ClinvkError } from '@clinvk/plugin-sdk'
import { isLoopback } from '../schema/is-loopback.ts'

/** Who reaches a server beyond the machine needs a key. Errors: `config_invalid`. */
export function checkBinding(host: string, hasKeys: boolean): void {
  if (isLoopback(host) || hasKeys) return
  throw new ClinvkError('config_invalid', `refused to listen on ${host} without API keys: everyone who reaches it could run programs as you`, {
    hint: 'Listen on 127.0.0.1, or set keys (CLINVK_API_KEYS).',
  })
}
