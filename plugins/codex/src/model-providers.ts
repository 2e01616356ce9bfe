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
  const ids = new Set<string>()
  let table: string[] = []
  for (const line of withoutLongStrings(toml).split('\n')) {
    const header = /^\s*\[\s*([^[\]]+?)\s*\]\s*(?:#.*)?$/.exec(line)?.[1]
    const key = header === undefined ? /^\s*((?:"[^"]*"|'[^']*'|[\w-]+|\s*\.\s*)+?)\s*=/.exec(line)?.[1] : undefined
    if (header !== undefined) table = parts(header)
    else if (/^\s*\[\[/.test(line)) table = ['']
    const path = key === undefined ? table : [...table, ...parts(key)]
    const id = path[0] === 'model_providers' ? path[1] : undefined
    if (id !== undefined && plainId.test(id) && !builtIn.has(id)) ids.add(id)
  }
  return [...ids]
}

function parts(path: string): string[] {
  return (path.match(/"[^"]*"|'[^']*'|[\w-]+/g) ?? []).map((part) => part.replaceAll(/^["']|["']$/g, ''))
}

function withoutLongStrings(toml: string): string {
  return toml.replaceAll(/"""[\s\S]*?"""|'''[\s\S]*?'''/g, '""')
}
