import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { dataDir } from './config/data-dir.ts'
import type { BackendManifest } from './backend/package-manifest.ts'
import { hasSettings } from './backend/has-settings.ts'
import { discoverBackends } from './backend/discovery.ts'
import { ChangeConfiguration } from './service/change-configuration.ts'
import { configChecker, Configuration, type ReadAllSettings } from './service/configuration.ts'
import { EditConfiguration, type OpenEditor } from './service/edit-configuration.ts'

/** What the services of the configuration are made from. */
export interface ConfigIngredients {
  /** The folder of clinvk's package.json. */
  readonly root: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** `--config`. */
  readonly path?: string
}

/** The use cases around the configuration itself. */
export interface ConfigServices {
  readonly configuration: Configuration
  readonly change: ChangeConfiguration
  readonly edit: EditConfiguration
}

/** As compose.ts, for the few parts that have to work with a configuration that is not valid. */
export function composeConfigServices({ root, env, path }: ConfigIngredients): ConfigServices {
  const source = { env, ...(path === undefined ? {} : { path }) }
  // Those of plugins that are not allowed, too: their settings are no mistake.
  const backends = () => discoverBackends(join(root, 'package.json'), dataDir(env)).backends
  const settings = readAllSettings(backends)
  const check = configChecker(settings)
  return {
    configuration: new Configuration(source, () => backends().map(({ name }) => name), settings, check),
    change: new ChangeConfiguration(source, backends, check),
    edit: new EditConfiguration(source, openEditor(env), check),
  }
}

/** Reads the settings of every backend for which some are set; the compiler of schemas is loaded only then. */
function readAllSettings(backends: () => readonly BackendManifest[]): ReadAllSettings {
  return async (config) => {
    const given = backends().filter(({ name }) => hasSettings(name, config))
    if (given.length === 0) return { backends: config.backends, environment: new Map(), problems: [] }
    const { readSettings } = await import('./backend/settings.ts')
    const all = await Promise.all(given.map(async (manifest) => ({ name: manifest.name, ...(await readSettings(manifest, config)) })))
    const changed = all.flatMap(({ name, settings }) => (settings === undefined ? [] : [[name, { ...config.backends[name], settings }]]))
    return {
      backends: { ...config.backends, ...Object.fromEntries(changed) },
      environment: new Map(all.flatMap(({ environment }) => [...environment])),
      problems: all.flatMap(({ problems }) => problems),
    }
  }
}

/** The way every such variable is understood: a line of a shell, which gets the file as its last word. */
function openEditor(env: Readonly<Record<string, string | undefined>>): OpenEditor {
  return async (editor, file) => {
    const { runOnTerminal } = await import('./process/terminal/run-on-terminal.ts')
    const set = Object.fromEntries(Object.entries(env).filter((pair): pair is [string, string] => pair[1] !== undefined))
    const spec = { file: '/bin/sh', args: ['-c', `${editor} "$@"`, editor, file], env: set, cwd: process.cwd(), run_id: randomUUID(), stop: { signal: 'SIGTERM', grace_ms: 2000 } } as const
    return runOnTerminal(spec, process, new AbortController().signal)
  }
}
