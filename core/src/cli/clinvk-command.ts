import { ClinvkError } from '@clinvk/plugin-sdk'
import { Command, type Interfaces } from '@oclif/core'
import { type FlagEntry, inheritedFlags } from './flag-table.ts'
import { oclifFlags } from './oclif-flags.ts'

/** Flags that every command makes use of, unless it takes one out. */
const always = ['config', 'output-format', 'json', 'verbose']

type Values = Record<string, unknown>

/**
 * The inherited flags of a command. It makes use of those of all commands and of those named here; a text says what one means
 * for this command. The others are known, so that they are refused by name, and not shown.
 */
export function serviceFlags(...more: readonly (string | Readonly<Record<string, string>>)[]): Interfaces.FlagInput {
  return flagsUsing([...always, ...more])
}

/** The same for a command that does not make use of every flag of all commands. */
export function flagsUsing(uses: readonly (string | Readonly<Record<string, string>>)[]): Interfaces.FlagInput {
  const summaries = new Map<string, string | undefined>(uses.flatMap((use): [string, string | undefined][] => (typeof use === 'string' ? [[use, undefined]] : Object.entries(use))))
  const used = inheritedFlags.filter(({ name }) => summaries.has(name)).map((entry): FlagEntry => ({ ...entry, summary: summaries.get(entry.name) ?? entry.summary }))
  const unused = inheritedFlags.filter(({ name }) => !summaries.has(name))
  const hidden = Object.entries(oclifFlags(unused)).map(([name, flag]) => [name, { ...flag, hidden: true }] as const)
  return { ...oclifFlags(used), ...Object.fromEntries(hidden) }
}

/** A command of clinvk. It knows every inherited flag, and refuses those that mean nothing to it. */
export abstract class ClinvkCommand extends Command {
  /** Errors: `invalid_request` for an inherited flag that this command makes no use of. */
  protected override async parse<F extends Values, B extends Values, A extends Values>(options?: Interfaces.Input<F, B, A>, argv?: string[]): Promise<Interfaces.ParserOutput<F, B, A>> {
    const parsed = await super.parse(options, argv)
    const given = parsed.flags as Readonly<Record<string, unknown>>
    const known = (options?.flags ?? {}) as Readonly<Record<string, { readonly hidden?: boolean } | undefined>>
    const refused = inheritedFlags.find(({ name }) => given[name] !== undefined && known[name]?.hidden === true)
    if (refused === undefined) return parsed
    const command = `clinvk ${(this.id ?? '').replaceAll(':', ' ')}`.trim()
    throw new ClinvkError('invalid_request', `"${command}" makes no use of --${refused.name}`, { hint: `Leave out --${refused.name}; see ${command} --help.`, details: { usage: true } })
  }
}
