/** A settings file of Gemini CLI, as far as this plugin looks at it. Everything else is kept as it stands. */
export type Settings = { readonly [key: string]: unknown }

/** Reads a settings file: JSON with comments, as the CLI accepts it. `${VAR}` references stay; the CLI resolves them. */
export function parseSettings(text: string): Settings {
  const value: unknown = JSON.parse(withoutComments(text))
  if (!isObject(value)) throw new SyntaxError('the file does not hold a JSON object')
  return value
}

/** `change` laid over `base`: objects are merged, anything else is replaced; `undefined` changes nothing. */
export function mergeSettings(base: Settings, change: Settings): Settings {
  const merged: Record<string, unknown> = { ...base }
  for (const [key, value] of Object.entries(change)) {
    if (value === undefined) continue
    const old = merged[key]
    merged[key] = isObject(value) ? mergeSettings(isObject(old) ? old : {}, value) : value
  }
  return merged
}

/** The text at a path of keys, such as `security`, `auth`, `selectedType`. */
export function settingText(settings: Settings, ...path: readonly string[]): string | undefined {
  let value: unknown = settings
  for (const key of path) value = isObject(value) ? value[key] : undefined
  return typeof value === 'string' && value !== '' ? value : undefined
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Strings are matched first, so that `"http://x"` loses nothing. */
function withoutComments(text: string): string {
  const stringOrComment = /"(?:\\.|[^"\\])*"|\/\/[^\n\r]*|\/\*[\s\S]*?\*\//g
  return text.replace(/^\uFEFF/, '').replace(stringOrComment, (match) => (match.startsWith('"') ? match : ' '))
}
