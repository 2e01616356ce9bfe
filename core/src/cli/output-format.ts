import { ClinvkError } from '@clinvk/plugin-sdk'

/** How a result is printed. */
export type OutputFormat = 'text' | 'json' | 'stream-json'

/**
 * A format that was given, else the configured one, else text for a person and JSON for a program.
 * Errors: `invalid_request` when `--json` and another format are given together.
 */
export function outputFormat(flags: { readonly format?: string | undefined; readonly json: boolean }, configured: OutputFormat | 'default', terminal: boolean): OutputFormat {
  const given = flags.format?.toLowerCase() || undefined
  if (flags.json) {
    if (given !== undefined && given !== 'default' && given !== 'json') {
      throw new ClinvkError('invalid_request', `--json and -o ${given} contradict each other`, { hint: 'Give one of the two.', details: { usage: true } })
    }
    return 'json'
  }
  if (given !== undefined && given !== 'default') return given as OutputFormat
  if (configured !== 'default') return configured
  return terminal ? 'text' : 'json'
}
