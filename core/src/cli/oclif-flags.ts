import { Flags } from '@oclif/core'
import type { Interfaces } from '@oclif/core'
import type { FlagEntry } from './flag-table.ts'

/** oclif's flags for entries of the flag table. */
export function oclifFlags(entries: readonly FlagEntry[]): Interfaces.FlagInput {
  return Object.fromEntries(
    entries.map((entry) => {
      const shared = { summary: entry.summary, ...(entry.char === undefined ? {} : { char: entry.char as 'a' }) }
      if (entry.type === 'boolean') return [entry.name, Flags.boolean(shared)]
      const text = { ...shared, ...(entry.value === undefined ? {} : { helpValue: entry.value }), ...(entry.options === undefined ? {} : { options: [...entry.options] }) }
      return [entry.name, entry.multiple === true ? Flags.string({ ...text, multiple: true }) : Flags.string(text)]
    }),
  )
}
