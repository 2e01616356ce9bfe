/** Variables of a `.env` file, of those names that are wanted; of two of one name the last counts. */
export function readVariables(text: string, wanted: (name: string) => boolean): Record<string, string> {
  const found: Record<string, string> = {}
  for (const [, name = '', value = ''] of text.matchAll(/^[ \t]*(?:export[ \t]+)?([A-Z_]+)[ \t]*=[ \t]*(.*?)[ \t]*$/gm)) {
    if (wanted(name)) found[name] = value.replace(/^(["'])(.*)\1$/, '$2')
  }
  return found
}
