import type { CommandEntry, IndexedFlag } from './command-index.ts'

/** One thing that may stand at the cursor. */
export interface Candidate {
  readonly value: string
  readonly description?: string
}

/** What completes a word: a list, or files or folders, which the shell knows better. */
export type Completion = readonly Candidate[] | 'files' | 'folders'

/** Values that are not known beforehand. Each resolves to nothing rather than failing. */
export interface DynamicValues {
  backends(): Promise<readonly Candidate[]>
  /** Models of one backend; without a name those of all. */
  models(backend: string | undefined): Promise<readonly Candidate[]>
  /** Newest first. */
  sessions(): Promise<readonly Candidate[]>
  configKeys(): Promise<readonly Candidate[]>
}

/** What values of flags and words are, by their names; those with a list of their own need no entry. */
const flagValues: Readonly<Record<string, string>> = {
  backend: 'backend', backends: 'backend list', fallback: 'backend list', model: 'model',
  config: 'files', file: 'files', image: 'files', 'json-schema': 'files', input: 'files',
  workdir: 'folders', 'allowed-dir': 'folders', dir: 'folders',
}
const argValues: Readonly<Record<string, string>> = { id: 'session', 'backends name': 'backend', backend: 'backend', key: 'config key', dir: 'folders', command: 'command' }
const formats = ['text', 'json', 'stream-json']

/**
 * What may stand at the cursor. `words` are those behind `clinvk`, the last one is the one at the cursor, begun or empty. Only
 * candidates that begin with it are returned. Pure but for the dynamic values.
 */
export async function complete(words: readonly string[], commands: readonly CommandEntry[], values: DynamicValues): Promise<Completion> {
  const current = words.at(-1) ?? ''
  const before = words.slice(0, -1)
  if (before.includes('--')) return []
  const { command, position, backend, pending } = read(before, commands)
  const flags = (command ?? commands.find(({ name }) => name === 'prompt'))?.flags ?? []

  if (pending !== undefined) return valuesOf(pending, current, backend, values)
  const [, name, begun] = /^--([\w-]+)=(.*)$/s.exec(current) ?? []
  if (name !== undefined) {
    const flag = flags.find((one) => one.name === name && one.value)
    if (flag === undefined) return []
    const found = await valuesOf(flag, begun ?? '', backend, values)
    return typeof found === 'string' ? found : found.map((candidate) => ({ ...candidate, value: `--${name}=${candidate.value}` }))
  }
  if (current.startsWith('-')) return starting(current, [...flags.flatMap(spellings), { value: '--help', description: 'explain this command' }])
  if (command !== undefined && !isTopicOnly(before, commands)) return argOf(command, position, current, commands, values)
  return starting(current, nextWords(wordsOf(before, commands), commands))
}

interface ReadWords {
  readonly command: CommandEntry | undefined
  /** How many words of the command's own stand before the cursor. */
  readonly position: number
  /** What -b says. */
  readonly backend: string | undefined
  /** The flag whose value is at the cursor. */
  readonly pending: IndexedFlag | undefined
}

function read(before: readonly string[], commands: readonly CommandEntry[]): ReadWords {
  const all = commands.flatMap(({ flags }) => flags)
  const named = (token: string) => all.find(({ name, char }) => token === `--${name}` || (char !== undefined && token === `-${char}`))
  const plain: string[] = []
  let backend: string | undefined
  let pending: IndexedFlag | undefined
  for (const token of before) {
    if (pending !== undefined) {
      if (pending.name === 'backend') backend = token
      pending = undefined
    } else if (token.startsWith('-') && token !== '-') {
      const flag = named(token)
      if (flag?.value === true) pending = flag
      backend = /^(?:--backend=|-b=?)(.+)$/.exec(token)?.[1] ?? backend
    } else plain.push(token)
  }
  const own = commandOf(plain, commands)
  return { command: own, position: plain.length - (own?.name.split(' ').length ?? 0), backend, pending }
}

/** The longest name that the words begin with; a first word that names nothing is a prompt. */
function commandOf(plain: readonly string[], commands: readonly CommandEntry[]): CommandEntry | undefined {
  const found = [2, 1].flatMap((length) => commands.filter(({ name }) => name === plain.slice(0, length).join(' ')))[0]
  return found ?? (plain.length > 0 && !commands.some(({ name }) => name.startsWith(`${plain[0]} `)) ? commands.find(({ name }) => name === 'prompt') : undefined)
}

function wordsOf(before: readonly string[], commands: readonly CommandEntry[]): readonly string[] {
  const takesValue = new Set(commands.flatMap(({ flags }) => flags.filter(({ value }) => value).flatMap(({ name, char }) => [`--${name}`, `-${char}`])))
  return before.filter((word, index) => !word.startsWith('-') && !takesValue.has(before[index - 1] ?? ''))
}

/** `plugins` is a command and a topic: behind it a sub-command may stand, too. */
function isTopicOnly(before: readonly string[], commands: readonly CommandEntry[]): boolean {
  const words = wordsOf(before, commands)
  return words.length === 1 && commands.some(({ name }) => name.startsWith(`${words[0]} `))
}

function nextWords(path: readonly string[], commands: readonly CommandEntry[]): Candidate[] {
  const prefix = path.length === 0 ? '' : `${path.join(' ')} `
  const found = new Map<string, Candidate>()
  for (const { name, summary } of commands) {
    if (!name.startsWith(prefix)) continue
    const [word = '', ...more] = name.slice(prefix.length).split(' ')
    // A topic without a command of its own is described by what it holds.
    if (more.length === 0) found.set(word, { value: word, description: summary })
    else if (!found.has(word)) found.set(word, { value: word, description: commands.flatMap((one) => (one.name.startsWith(`${prefix}${word} `) ? [one.name.split(' ').at(-1)] : [])).join(', ') })
  }
  if (path.length === 0) found.set('help', { value: 'help', description: 'Explain clinvk, or one command.' })
  return [...found.values()]
}

async function argOf(command: CommandEntry, position: number, current: string, commands: readonly CommandEntry[], values: DynamicValues): Promise<Completion> {
  const arg = command.args[position]
  if (arg === undefined) return []
  if (arg.options !== undefined) return starting(current, arg.options.map((value) => ({ value })))
  if (arg.name === 'command') return starting(current, commands.map(({ name, summary }) => ({ value: name, description: summary })))
  return dynamic(argValues[`${command.name} ${arg.name}`] ?? argValues[arg.name], current, undefined, values)
}

async function valuesOf(flag: IndexedFlag, current: string, backend: string | undefined, values: DynamicValues): Promise<Completion> {
  if (flag.options !== undefined) return starting(current, flag.options.map((value) => ({ value })))
  if (flag.name === 'output-format') return starting(current, formats.map((value) => ({ value })))
  return dynamic(flagValues[flag.name], current, backend, values)
}

async function dynamic(kind: string | undefined, current: string, backend: string | undefined, values: DynamicValues): Promise<Completion> {
  switch (kind) {
    case 'files':
    case 'folders':
      return kind
    case 'backend':
      return starting(current, await values.backends())
    case 'backend list': {
      const done = current.slice(0, current.lastIndexOf(',') + 1)
      const rest = (await values.backends()).filter(({ value }) => !done.split(',').includes(value))
      return starting(current, rest.map((candidate) => ({ ...candidate, value: `${done}${candidate.value}` })))
    }
    case 'model':
      return starting(current, await values.models(backend))
    case 'session':
      return starting(current, await values.sessions())
    case 'config key':
      return starting(current, await values.configKeys())
    default:
      return []
  }
}

function spellings({ name, char, summary }: IndexedFlag): Candidate[] {
  const about = summary === undefined ? {} : { description: summary }
  return [{ value: `--${name}`, ...about }, ...(char === undefined ? [] : [{ value: `-${char}`, ...about }])]
}

function starting(begun: string, candidates: readonly Candidate[]): Candidate[] {
  return candidates.filter(({ value }) => value.startsWith(begun))
}
