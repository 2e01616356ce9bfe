import type { ChangedConfig } from '../../service/change-configuration.ts'
import { jsonText } from './json-text.ts'
import { oneLine } from './terminal-text.ts'

/** What a change of the configuration did. */
export function changeLines({ key, value, file, changed, would_change: would, warnings }: ChangedConfig): string {
  const name = oneLine(key)
  const done = value === undefined ? (changed || would === true ? `${would === true ? 'Would unset' : 'Unset'} ${name}` : `${name} is not set in the file`) : `${would === undefined ? 'Set' : 'Would set'} ${name} = ${typeof value === 'string' ? oneLine(value) : jsonText(value)}`
  return [done, `File: ${oneLine(file)}`, ...warnings.map((warning) => `warning: ${oneLine(warning)}`)].join('\n')
}
