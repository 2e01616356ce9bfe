import type { ModelRules } from '@clinvk/plugin-sdk'

/** Whether a model id is one that the backend knows, translates, or has a pattern for. Case does not count. */
export function ownsModel({ known, patterns, aliases = {} }: ModelRules, model: string): boolean {
  const id = model.toLowerCase()
  const names = [...known, ...Object.keys(aliases)]
  return names.some((name) => name.toLowerCase() === id) || patterns.some((pattern) => matches(pattern.toLowerCase(), id))
}

/** `*` stands for any characters. */
function matches(pattern: string, id: string): boolean {
  const [first = '', ...rest] = pattern.split('*')
  if (!id.startsWith(first)) return false
  if (rest.length === 0) return id === first
  const last = rest.pop() as string
  let at = first.length
  for (const part of rest) {
    const found = id.indexOf(part, at)
    if (found === -1) return false
    at = found + part.length
  }
  return id.length - at >= last.length && id.endsWith(last)
}
