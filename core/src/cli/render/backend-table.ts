import type { BackendList, BackendSummary } from '../../service/list-backends.ts'
import { oneLine } from './terminal-text.ts'

/** The backends as lines of columns, then every problem on a line of its own. What plugins and CLIs say of themselves drives no terminal. */
export function backendTable({ backends, problems }: BackendList): string {
  const rows = backends.map(({ name, version, file, ...state }) => [name, backendStatus(state), oneLine(version ?? ''), oneLine(file ?? '')])
  const header = ['BACKEND', 'STATUS', ...(rows.some((row) => row[2] !== '') ? ['VERSION'] : []), 'CLI']
  const cells = rows.map((row) => (header.length === 4 ? row : [row[0], row[1], row[3]]) as string[])
  const widths = header.map((title, column) => Math.max(title.length, ...cells.map((row) => (row[column] as string).length)))
  const line = (row: readonly string[]) => row.map((cell, column) => cell.padEnd(widths[column] as number)).join('  ').trimEnd()
  const wrong = [...backends.flatMap(({ name, problems: own }) => own.map((problem) => `${name}: ${problem}`)), ...problems.map((problem) => `${problem.package}: ${problem.message}`)]
  return `${[line(header), ...cells.map(line), ...(wrong.length > 0 ? ['', 'Problems:', ...wrong.map((text) => `  ${oneLine(text)}`)] : [])].join('\n')}\n`
}

/** One or two words for a state. */
export function backendStatus({ available, enabled, loadable, findable }: Pick<BackendSummary, 'available' | 'enabled' | 'loadable' | 'findable'>): string {
  if (!enabled) return 'disabled'
  if (available) return 'available'
  if (loadable === false) return 'not loadable'
  return findable === false ? 'look-up failed' : 'not installed'
}
