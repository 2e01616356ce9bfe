import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { dataDir } from './config/data-dir.ts'
import { discoverBackends } from './backend/discovery.ts'
import { ChangeConfiguration } from './service/change-configuration.ts'
import { checkConfig, Configuration } from './service/configuration.ts'
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
  const backends = () => discoverBackends(join(root, 'package.json'), dataDir(env)).backends.map(({ name }) => name)
  return {
    configuration: new Configuration(source, backends),
    change: new ChangeConfiguration(source, backends),
    edit: new EditConfiguration(source, openEditor(env), checkConfig),
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
