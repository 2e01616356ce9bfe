import { tomlPaths } from './toml-paths.ts'

/** Providers that Codex brings along: a table of that name in the configuration is refused or has other keys. */
const builtIn: ReadonlySet<string> = new Set(['openai', 'ollama', 'ollama-chat', 'lmstudio', 'oss', 'amazon-bedrock'])

/** Ids that a dotted `-c` path can name. */
const plainId = /^[A-Za-z0-9_-]+$/

/**
 * Ids of the model providers that a `config.toml` defines. Retry settings live below a provider's table, and naming a
 * provider that has none is a configuration error; so the tables that exist have to be known. Reads only as much of TOML
 * as that takes: table headers and keys, nothing of their values.
 */
export function modelProviderIds(toml: string): string[] {
  const ids = tomlPaths(toml).flatMap(([first, id]) => (first === 'model_providers' && id !== undefined && plainId.test(id) && !builtIn.has(id) ? [id] : []))
  return [...new Set(ids)]
}
