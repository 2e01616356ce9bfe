import { nearestName } from '../schema/nearest-name.ts'
import type { FlagEntry } from './flag-table.ts'

/** What a command line is. */
export type Route =
  | { readonly kind: 'prompt'; readonly argv: readonly string[] }
  | { readonly kind: 'command'; readonly argv: readonly string[] }
  | { readonly kind: 'help' }
  /** One word, close to a command's name, typed at a terminal. */
  | { readonly kind: 'typo'; readonly word: string; readonly suggestion: string }

/** What the router has to know. */
export interface Surroundings {
  /** First words of all commands and topics. */
  readonly commands: ReadonlySet<string>
  /** Those of them that stand before a command's own name: `sessions` in `sessions list`. */
  readonly topics?: ReadonlySet<string>
  readonly flags: readonly FlagEntry[]
  /** A person types: stdin is a terminal. */
  readonly terminal: boolean
}

/**
 * Tells a prompt from a command. Pure. The first word that is neither a flag nor a flag's value decides: a command's name
 * makes it that command (flags before the name, or between a topic and the name, move behind it), anything else, and anything with `--`, is a prompt.
 */
export function route(argv: readonly string[], { commands, topics, flags, terminal }: Surroundings): Route {
  const takesValue = new Set(flags.filter((flag) => flag.type === 'string').flatMap((flag) => [`--${flag.name}`, ...(flag.char === undefined ? [] : [`-${flag.char}`])]))
  let word: number | undefined
  for (let index = 0; index < argv.length && word === undefined; index++) {
    const token = argv[index] as string
    if (token === '--') return { kind: 'prompt', argv }
    if (!token.startsWith('-') || token === '-') word = index
    else if (takesValue.has(token)) index += 1
  }
  if (word === undefined) return withoutWord(argv, terminal)
  const first = argv[word] as string
  const leading = argv.slice(0, word)
  const rest = argv.slice(word + 1)
  if (first === 'prompt' && commands.has('prompt')) return { kind: 'prompt', argv: [...leading, ...rest] }
  if (commands.has(first)) {
    const between = topics?.has(first) === true ? leadingFlags(rest, flags, takesValue) : 0
    return { kind: 'command', argv: [first, ...insertLeading(rest.slice(between), [...leading, ...rest.slice(0, between)])] }
  }
  const suggestion = terminal && argv.length === 1 && /^[a-z][a-z-]*$/.test(first) ? nearestName(first, commands) : undefined
  return suggestion === undefined ? { kind: 'prompt', argv } : { kind: 'typo', word: first, suggestion }
}

function withoutWord(argv: readonly string[], terminal: boolean): Route {
  if (argv.includes('--help') || argv.includes('-h')) return { kind: 'help' }
  // Without words and with a terminal there is nothing to run; with piped input that input is the prompt.
  return argv.length === 0 && terminal ? { kind: 'help' } : { kind: 'prompt', argv }
}

/** How many words at the beginning are shared flags and their values; flags of the command itself stay where they are. */
function leadingFlags(words: readonly string[], flags: readonly FlagEntry[], takesValue: ReadonlySet<string>): number {
  const known = (word: string) => flags.some(({ name, char }) => word === `--${name}` || word.startsWith(`--${name}=`) || (char !== undefined && word.startsWith(`-${char}`)))
  let index = 0
  while (index < words.length && words[index] !== '--' && (words[index] as string).startsWith('-') && known(words[index] as string)) index += takesValue.has(words[index] as string) ? 2 : 1
  return Math.min(index, words.length)
}

/** Flags typed before a command's name go to its end, but before a `--`. */
function insertLeading(rest: readonly string[], leading: readonly string[]): readonly string[] {
  if (leading.length === 0) return rest
  const end = rest.indexOf('--')
  return end === -1 ? [...rest, ...leading] : [...rest.slice(0, end), ...leading, ...rest.slice(end)]
}
