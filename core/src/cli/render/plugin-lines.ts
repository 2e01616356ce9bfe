import type { PluginDetails } from '../../service/plugins/inspect-plugin.ts'
import type { InstallResult } from '../../service/plugins/install-plugin.ts'
import type { PluginList } from '../../service/plugins/list-plugins.ts'
import type { Restored } from '../../service/plugins/restore-plugins.ts'
import type { UpdatedPlugin } from '../../service/plugins/update-plugin.ts'
import type { Verification } from '../../service/plugins/verify-plugins.ts'
import { oneLine } from './terminal-text.ts'

/** The plugins as a few lines each: what plugins say of themselves drives no terminal. */
export function pluginTable({ folder, plugins, problems }: PluginList): string {
  if (plugins.length === 0 && problems.length === 0) return 'No plugins are installed. See: clinvk plugins install --help\n'
  const lines = plugins.flatMap(({ name, version, source, spec, ...brings }) => [
    `${name} ${version} (${source}${source === 'link' ? `: ${spec}` : ''})`,
    ...brought(brings).map((line) => `  ${line}`),
    ...brings.problems.map((problem) => `  problem: ${problem}`),
  ])
  return page([...lines, ...problems.map((problem) => `problem: ${problem.package}: ${problem.message}`), `In ${folder}`])
}

/** What was installed or linked. */
export function installLines({ name, version, replaced, notes, ...brings }: InstallResult, done = 'Installed'): string {
  const before = replaced === undefined || replaced === version ? '' : `, in the place of ${replaced}`
  return page([`${done} ${name} ${version}${before}.`, ...brought(brings).map((line) => `  ${line}`), ...notes.map((note) => `  note: ${note}`)])
}

/** What became of each plugin. */
export function updateLines({ plugins }: { readonly plugins: readonly UpdatedPlugin[] }): string {
  if (plugins.length === 0) return 'No plugins are installed.\n'
  return page(
    plugins.flatMap(({ name, from, state, reason, installed }) =>
      installed === undefined ? [`${name} ${from}: ${state}${reason === undefined ? '' : ` (${reason})`}`] : [`${name} ${from} -> ${installed.version}`, ...installed.notes.map((note) => `  note: ${note}`)],
    ),
  )
}

/** How the files are, and what was done about it. */
export function verifyLines({ ok, plugins, problems, ...done }: Verification & Partial<Restored>): string {
  const { restored = [], failed = [] } = done
  const lines = plugins.flatMap(({ name, version, state, problems: wrong }) => [`${name} ${version}: ${state}`, ...wrong.map((problem) => `  problem: ${problem}`)])
  return page([
    ...restored.map((name) => `Restored ${name}.`),
    ...failed.map(({ name, message }) => `Could not restore ${name}: ${message}`),
    ...lines,
    ...problems.map((problem) => `problem: ${problem.package}: ${problem.message}`),
    ok ? 'Everything is as it was installed.' : 'Not everything is as it was installed.',
    ...(ok || done.failed !== undefined ? [] : ['To bring it back: clinvk plugins verify --restore']),
  ])
}

/** One plugin, a line for each thing known. */
export function inspectLines(plugin: PluginDetails): string {
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Name', plugin.name],
    ['Version', plugin.version],
    ['Description', plugin.description],
    ['Homepage', plugin.homepage],
    ['License', plugin.license],
    ['Source', `${plugin.source}: ${plugin.spec}`],
    ['Installed', plugin.installed_at],
    ['Integrity', plugin.integrity],
    ['Folder', plugin.folder],
    ['Commands', plugin.commands.join(', ')],
    ['Depends on', Object.entries(plugin.dependencies).map(([name, range]) => `${name} ${range}`).join(', ')],
  ]
  const backends = plugin.backends.flatMap(({ name, module, secrets }) => [`Backend:     ${name} (${module})`, ...(secrets.length > 0 ? [`  secrets: ${secrets.join(', ')}`] : [])])
  return page([...facts.flatMap(([label, value]) => (value === undefined || value === '' ? [] : [`${`${label}:`.padEnd(13)}${value}`])), ...backends, ...plugin.problems.map((problem) => `Problem:     ${problem}`)])
}

function brought({ backends, commands }: { readonly backends: readonly string[]; readonly commands: readonly string[] }): string[] {
  return [...(backends.length > 0 ? [`backends: ${backends.join(', ')}`] : []), ...(commands.length > 0 ? [`commands: ${commands.join(', ')}`] : [])]
}

/** Each line as one line of a terminal; indentation stays. */
function page(lines: readonly string[]): string {
  return `${lines.map((line) => `${/^ */.exec(line)?.[0] ?? ''}${oneLine(line.trim())}`).join('\n')}\n`
}
