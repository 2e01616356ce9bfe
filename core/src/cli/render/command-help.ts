import { fitWidth } from './fit-width.ts'
import { wrapped } from './wrapped.ts'

/** A command as its help page sees it. */
export interface HelpedCommand {
  /** `sessions list`. */
  readonly name: string
  readonly description?: string
  readonly usage: string
  readonly args: readonly { readonly name: string; readonly description: string }[]
  readonly flags: readonly { readonly name: string; readonly char?: string; readonly value?: string; readonly summary: string }[]
  /** Shell lines. */
  readonly examples: readonly string[]
}

/** A page stays on one screen: this many lines. */
export const mostLines = 40

/** Flags that every command has, on one line. */
const everywhere = ['config', 'output-format', 'json', 'verbose']

/** A help page of at most `width` columns. Where whole sentences would not stay on one screen, each flag has one line. */
export function commandHelp(command: HelpedCommand, width: number): string {
  const whole = page(command, width, false)
  return (whole.length <= mostLines ? whole : page(command, width, true)).join('\n')
}

function page({ description, usage, args, flags, examples }: HelpedCommand, width: number, short: boolean): string[] {
  const common = flags.filter(({ name }) => everywhere.includes(name))
  const own = flags.filter(({ name }) => !everywhere.includes(name))
  const rows = (title: string, pairs: readonly (readonly [string, string])[]) => (pairs.length === 0 ? [] : ['', title, ...table(pairs, width, short)])
  return [
    ...wrapped(`Usage: ${usage}`, width),
    ...(short ? [] : rows('Words:', args.map(({ name, description: about }) => [name.toUpperCase(), about] as const))),
    ...rows('Flags:', own.map((flag) => [spelling(flag), flag.summary] as const)),
    ...(common.length === 0 ? [] : wrapped(`As everywhere: ${common.map(({ name, char, value }) => `${char === undefined ? `--${name}` : `-${char}`}${value === undefined ? '' : ` ${value}`}`).join(', ')}`, width)),
    ...(examples.length === 0 ? [] : ['', 'EXAMPLES', ...examples.flatMap((example) => shellLines(example, width))]),
    ...(description === undefined || short ? [] : ['', ...wrapped(description, width)]),
    ...(short ? ['', 'All of it: docs/reference/command-line.md'] : []),
  ]
}

/** A line for a shell, parted where the screen ends in a way that the shell puts together again. */
function shellLines(example: string, width: number): string[] {
  const parts = wrapped(example, width - 8)
  return parts.map((part, index) => `  ${index === 0 ? '$ ' : '    '}${part}${index < parts.length - 1 ? ' \\' : ''}`)
}

function spelling({ name, char, value }: HelpedCommand['flags'][number]): string {
  return `${char === undefined ? '    ' : `-${char}, `}--${name}${value === undefined ? '' : ` ${value}`}`
}

function table(pairs: readonly (readonly [string, string])[], width: number, short: boolean): string[] {
  const first = Math.min(28, Math.max(...pairs.map(([left]) => left.length)))
  return pairs.flatMap(([left, right]) => {
    const room = width - 4 - Math.max(first, left.length)
    const lines = short ? [fitWidth(right, room)] : wrapped(right, room)
    return lines.map((line, index) => `  ${(index === 0 ? left : '').padEnd(Math.max(first, left.length))}  ${line}`.trimEnd())
  })
}
