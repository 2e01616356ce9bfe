import type { Route } from './route.ts'
import type { Surface } from './surface.ts'

/** What a path of the router (`/api/v1/sessions/:id`) stands for. */
export function pathPattern(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll(/:\w+/g, '[^/]+')}$`)
}

/** Finds the path, as the router reads it, that a request's path fits; fixed ones come before those with parts in them. */
export function routePattern(surfaces: readonly Surface[]): (path: string) => string | undefined {
  const paths = [...new Set(surfaces.flatMap(({ routes }) => routes).map(({ path }: Route) => path))]
  const fixed = new Set(paths.filter((path) => !path.includes(':')))
  const patterns = paths.filter((path) => !fixed.has(path)).map((path) => ({ path, pattern: pathPattern(path) }))
  return (path) => (fixed.has(path) ? path : patterns.find(({ pattern }) => pattern.test(path))?.path)
}
