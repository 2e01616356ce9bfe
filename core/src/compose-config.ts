import { join } from 'node:path'
import { dataDir } from './config/data-dir.ts'
import { discoverBackends } from './backend/discovery.ts'
import { ChangeConfiguration } from './service/change-configuration.ts'
import { Configuration } from './service/configuration.ts'

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
}

/** As compose.ts, for the few parts that have to work with a configuration that is not valid. */
export function composeConfigServices({ root, env, path }: ConfigIngredients): ConfigServices {
  const source = { env, ...(path === undefined ? {} : { path }) }
  const backends = () => discoverBackends(join(root, 'package.json'), dataDir(env)).backends.map(({ name }) => name)
  return { configuration: new Configuration(source, backends), change: new ChangeConfiguration(source, backends) }
}
