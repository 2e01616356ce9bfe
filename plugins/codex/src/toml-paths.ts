/**
 * The path of each table header and key of a TOML file, as far as that can be told without its values: what lies inside an inline table is
 * not looked at.
 */
export function tomlPaths(toml: string): string[][] {
  let table: string[] = []
  return withoutLongStrings(toml).split('\n').map((line) => {
    const header = /^\s*\[\s*([^[\]]+?)\s*\]\s*(?:#.*)?$/.exec(line)?.[1]
    const key = header === undefined ? /^\s*((?:"[^"]*"|'[^']*'|[\w-]+|\s*\.\s*)+?)\s*=/.exec(line)?.[1] : undefined
    if (header !== undefined) table = parts(header)
    else if (/^\s*\[\[/.test(line)) table = ['']
    return key === undefined ? table : [...table, ...parts(key)]
  })
}

function parts(path: string): string[] {
  return (path.match(/"[^"]*"|'[^']*'|[\w-]+/g) ?? []).map((part) => part.replaceAll(/^["']|["']$/g, ''))
}

function withoutLongStrings(toml: string): string {
  return toml.replaceAll(/"""[\s\S]*?"""|'''[\s\S]*?'''/g, '""')
}
