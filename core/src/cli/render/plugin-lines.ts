import type { InstallResult } from '../../service/plugins/install-plugin.ts'
import type { PluginList } from '../../service/plugins/list-plugins.ts'
import { oneLine } from './terminal-text.ts'

/** The plugins as a few lines each: what plugins say of themselves drives no terminal. */
export function pluginTable({ folder, plugins, problems }: PluginList): string {
  if (plugins.length === 0 && problems.length === 0) return 'No plugins are installed. See: clinvk plugins install --help\n'
  const lines = plugins.flatMap(({ name, version, source, spec, ...brings }) => [
    `${name} ${version} (${source}${source === 'link' ? `: ${spec}` : ''})`,
    ...brought(brings).map((line) => `  ${line}`),
    ...brings.problems.map((problem) => `  problem: ${problem}`),
  ])
  const wrong = problems.map((problem) => `problem: ${problem.package}: ${problem.message}`)
  return `${[...lines, ...wrong, `In ${folder}`].map(oneLineIndented).join('\n')}\n`
}

/** What was installed or linked. */
export function installLines({ name, version, replaced, notes, ...brings }: InstallResult): string {
  const before = replaced === undefined || replaced === version ? '' : `, in the place of ${replaced}`
  return `${[`Installed ${name} ${version}${before}.`, ...brought(brings).map((line) => `  ${line}`), ...notes.map((note) => `  note: ${note}`)].map(oneLineIndented).join('\n')}\n`
}

function brought({ backends, commands }: { readonly backends: readonly string[]; readonly commands: readonly string[] }): string[] {
  return [...(backends.length > 0 ? [`backends: ${backends.join(', ')}`] : []), ...(commands.length > 0 ? [`commands: ${commands.join(', ')}`] : [])]
}

function oneLineIndented(line: string): string {
  return `${/^ */.exec(line)?.[0] ?? ''}${oneLine(line.trim())}`
}
