import type { ClinvkError, ErrorCode } from '@clinvk/plugin-sdk'
import type { HttpContext } from './context.ts'
import type { Route } from './route.ts'

/** One API style: its routes, and how its errors look. */
export interface Surface {
  readonly name: string
  readonly routes: readonly Route[]
  /** True for paths whose errors have this surface's shape, also where no route matches. The first surface that says so counts. */
  readonly owns: (ctx: Pick<HttpContext, 'path' | 'get'>) => boolean
  /** Where its clients read the id of a request, beside `X-Request-Id`. */
  readonly requestIdHeader?: string
  /** Further headers of an error answer. */
  readonly errorHeaders?: (error: ClinvkError) => Readonly<Record<string, string>>
  /** The JSON schema of an error answer with one of these codes; absent: it is not described. */
  readonly errorSchema?: (codes: readonly ErrorCode[]) => object
  /** The body of an error answer. */
  readonly errorBody: (error: ClinvkError, answer: { readonly status: number; readonly requestId: string }) => object
}

/** The surface that a request belongs to; the last one takes what nobody owns. */
export function surfaceOf(surfaces: readonly Surface[], ctx: Pick<HttpContext, 'path' | 'get'>): Surface {
  const found = surfaces.find((surface) => surface.owns(ctx)) ?? surfaces.at(-1)
  if (found === undefined) throw new Error('a server needs a surface')
  return found
}
