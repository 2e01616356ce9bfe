import { parseArgs } from 'node:util'
import { ClinvkError } from '@clinvk/plugin-sdk'
import { nearestName } from '../schema/nearest-name.ts'
import { type FlagEntry, promptFlags } from './flag-table.ts'

/** What a command line that runs a prompt may hold. */
export interface RunLine {
  readonly flags: readonly FlagEntry[]
  /** Words beside the flags, at most. */
  readonly words: number
  /** What to do about a word too many. */
  readonly hint: string
}

/** `clinvk "prompt"`. */
export const promptLine: RunLine = { flags: promptFlags, words: 1, hint: 'Quote the prompt: clinvk "your prompt".' }

/** A command line that runs a prompt, taken apart. */
export interface ParsedPrompt {
  /** The words beside the flags, in order. */
  readonly words: readonly string[]
  readonly flags: Readonly<Record<string, string | boolean | readonly string[] | undefined>>
  readonly help: boolean
}

/** Takes the command line apart. Errors: `invalid_request` for a usage error, with `details.usage` set. */
export function parsePrompt(argv: readonly string[], line: RunLine = promptLine): ParsedPrompt {
  const options = Object.fromEntries(
    line.flags.map(({ name, char, type, multiple }) => [name, { type, multiple: multiple ?? false, ...(char === undefined ? {} : { short: char }) }]),
  )
  let parsed: ReturnType<typeof parseArgs>
  try {
    parsed = parseArgs({ args: spellOut(argv, line), options: { ...options, help: { type: 'boolean', short: 'h' } }, allowPositionals: true, strict: true })
  } catch (cause) {
    throw readableUsage(cause as Error & { code?: string }, argv, line)
  }
  const { positionals, values } = parsed
  if (positionals.length > line.words) throw usageError(`accepts at most ${line.words} arg(s), received ${positionals.length}`, line.hint)
  const { help, ...flags } = values
  for (const { name, options: allowed } of line.flags) {
    const value = flags[name]
    if (allowed !== undefined && typeof value === 'string' && !allowed.includes(value.toLowerCase())) {
      throw usageError(`invalid --${name} "${value}": must be one of: ${allowed.join(', ')}`, `Use --${name} ${allowed[0]}.`)
    }
  }
  return { words: positionals, flags: flags as ParsedPrompt['flags'], help: help === true }
}

/**
 * `-o=json` is `--output-format=json`: Node.js would take the `=` as a part of the value.
 * `--extra --effort=high`: the value of `--extra` is a flag by nature, so the word after it always belongs to it.
 * For other flags a value that looks like a flag is more likely a forgotten value, and is refused.
 */
function spellOut(argv: readonly string[], line: RunLine): string[] {
  const joined: string[] = []
  let literal = false
  for (let index = 0; index < argv.length; index++) {
    const token = argv[index] as string
    const next = argv[index + 1]
    if (token === '--') literal = true
    if (!literal && token === '--extra' && next !== undefined) {
      joined.push(`--extra=${next}`)
      index += 1
    } else joined.push(literal ? token : longSpelling(token, line))
  }
  return joined
}

function longSpelling(token: string, line: RunLine): string {
  const [, char, value] = /^-(\w)=(.*)$/s.exec(token) ?? []
  const entry = line.flags.find((flag) => char !== undefined && flag.char === char)
  return entry === undefined ? token : `--${entry.name}=${value}`
}

function usageError(message: string, hint: string): ClinvkError {
  return new ClinvkError('invalid_request', message, { hint, details: { usage: true } })
}

/** The flag one typing error away, else those that begin with the word: `--sandbox`. */
function nearFlags(word: string, names: readonly string[]): string[] {
  const near = nearestName(word, names)
  if (near !== undefined) return [near]
  return word.length < 3 ? [] : names.filter((name) => name.startsWith(word))
}

/** Node.js names the flag in quotes, as `'-m, --model <value>'` or `'--model'`; only that is taken, for the rest may quote the prompt. */
function readableUsage(cause: Error & { code?: string }, argv: readonly string[], line: RunLine): ClinvkError {
  const named = /'(-[^' ,=]+)/.exec(cause.message)?.[1] ?? ''
  if (cause.code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
    const near = nearFlags(named.replace(/^-+/, ''), line.flags.map((flag) => flag.name))
    const known = near.length === 0 ? '' : `Did you mean ${near.map((name) => `--${name}`).join(' or ')}? `
    return usageError(`unknown flag ${named}`, `${known}A prompt that begins with a dash goes after --: clinvk -- "-x"`)
  }
  const entry = line.flags.find(({ name, char }) => named === `--${name}` || named === `-${char}`)
  if (entry === undefined) return usageError('the flags cannot be read', 'See clinvk --help.')
  const long = `--${entry.name}`
  const written = argv.some((token) => token === long || token.startsWith(`${long}=`)) ? long : named
  if (entry.type === 'boolean') return usageError(`flag ${written} takes no value`, `Write ${long} alone; see clinvk --help.`)
  return usageError(`flag ${written} needs a value`, `Write ${long}=${entry.value ?? 'VALUE'}, so that it may begin with a dash; see clinvk --help.`)
}
