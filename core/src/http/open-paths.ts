import { pathPattern } from './path-pattern.ts'
import type { Surface } from './surface.ts'

/** Which paths are asked without a key: those of routes whose scope is `none`. */
export function openPaths(surfaces: readonly Surface[]): (path: string) => boolean {
  const open = surfaces.flatMap(({ routes }) => routes).filter(({ scope }) => scope === 'none')
  const patterns = open.map(({ path }) => pathPattern(path))
  return (path) => patterns.some((pattern) => pattern.test(path))
}
