/**
 * True when a package may be used: its name is in the list, or matches a pattern of it such as `@acme/*`, whose `*` stands for
 * anything but a `/`. An empty list allows every package.
 */
export function pluginAllowed(name: string, allow: readonly string[]): boolean {
  return allow.length === 0 || allow.some((pattern) => matches(name, pattern.trim()))
}

function matches(name: string, pattern: string): boolean {
  const text = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`))
  return new RegExp(`^${text.join('[^/]*')}$`).test(name)
}
