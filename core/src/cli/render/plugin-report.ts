import type { PluginReport } from '../../service/test-plugin.ts'
import { fitWidth } from './fit-width.ts'
import { oneLine, TerminalText } from './terminal-text.ts'

/** How many lines of what a case found are shown; all of them stand in the JSON document. */
const shownLines = 12

/** Every case with its outcome, below the group of its title; what failed says why. At most `width` columns. */
export function pluginReport({ package: name, version, backends, problems, passed, failed }: PluginReport, width: number): string {
  const lines: string[] = []
  for (const backend of backends) {
    lines.push(`${oneLine(name)} ${oneLine(version)}: the backend ${backend.name}, with ${oneLine(backend.recordings)}`)
    const groups = new Map<string, string[]>()
    for (const { title, outcome, message } of backend.cases) {
      const [, group = '', what = ''] = /^(.+?): (.+)$/s.exec(title) ?? ['', 'other', title]
      const shown = groups.get(group) ?? []
      shown.push(`  ${outcome === 'passed' ? '✓' : '✗'} ${fitWidth(oneLine(what), width - 4)}`, ...(message === undefined ? [] : found(message, width)))
      groups.set(group, shown)
    }
    for (const [group, shown] of groups) lines.push('', oneLine(group), ...shown)
    lines.push('')
  }
  if (problems.length > 0) lines.push('Problems that users of the plugin would be told:', ...problems.map((problem) => `  ${oneLine(problem)}`), '')
  lines.push(`${passed} passed, ${failed} failed${problems.length > 0 ? `, ${problems.length} problem${problems.length > 1 ? 's' : ''}` : ''}`)
  return lines.join('\n')
}

function found(message: string, width: number): string[] {
  const lines = new TerminalText().clean(message).split('\n').filter((line) => line.trim() !== '')
  const more = lines.length - shownLines
  return [...lines.slice(0, shownLines), ...(more > 0 ? [`(${more} more lines with --json)`] : [])].map((line) => `      ${cut(line, width - 6)}`)
}

/** Unlike fitWidth it keeps the spaces in front: they line up what is compared. */
function cut(line: string, width: number): string {
  const indent = /^ */.exec(line)?.[0] ?? ''
  return indent + fitWidth(line, width - indent.length)
}
