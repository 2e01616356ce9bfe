import { ClinvkError } from '@clinvk/plugin-sdk'

const formats = ['text', 'json', 'stream-json'] as const

/** How a result is printed. */
export type OutputFormat = (typeof formats)[number]

/**
 * A format that was given, else the configured one, else text for a person and JSON for a program.
 * Errors: `invalid_request` for a format that does not exist, or when `--json` and another format are given together.
 */
export function outputFormat(flags: { readonly format?: string | undefined; readonly json: boolean }, configured: OutputFormat | 'default', terminal: boolean): OutputFormat {
  const given = flags.format?.toLowerCase() || 'default'
  const format = formatNamed(given)
  if (format === undefined && given !== 'default') {
    throw new ClinvkError('invalid_request', `invalid output format "${flags.format}": must be one of: ${formats.join(', ')}`, {
      hint: 'Use -o text, -o json or -o stream-json.',
      details: { usage: true },
    })
  }
  if (flags.json && format !== undefined && format !== 'json') {
    throw new ClinvkError('invalid_request', `--json and -o ${format} contradict each other`, { hint: 'Give one of the two.', details: { usage: true } })
  }
  if (flags.json) return 'json'
  if (format !== undefined) return format
  if (configured !== 'default') return configured
  return terminal ? 'text' : 'json'
}

/** The format that the words of a command line suggest, for failures before they are understood. */
export function suggestedFormat(argv: readonly string[], terminal: boolean): OutputFormat {
  const end = argv.indexOf('--')
  const words = end === -1 ? argv : argv.slice(0, end)
  if (words.includes('--json')) return 'json'
  const named = words.map((word, index) => (word === '-o' || word === '--output-format' ? words[index + 1] : /^(?:-o=?|--output-format=)(.+)$/.exec(word)?.[1]))
  return named.map((name) => formatNamed(name?.toLowerCase())).findLast((format) => format !== undefined) ?? (terminal ? 'text' : 'json')
}

function formatNamed(name: string | undefined): OutputFormat | undefined {
  return formats.find((format) => format === name)
}
