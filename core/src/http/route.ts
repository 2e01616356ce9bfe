import type { ErrorCode } from '@clinvk/plugin-sdk'
import type { Config } from '../config/load.ts'
import type { ServedServices } from '../container.ts'
import type { Scope } from '../schema/server-config.ts'
import type { HttpContext } from './context.ts'

/** What a route says of one of its answers. */
export interface ResponseSchema {
  readonly description: string
  /** By media type, each with its JSON schema; absent: no body. */
  readonly content?: Readonly<Record<string, object>>
  /** A JSON body as it may look. */
  readonly example?: unknown
}

/** One request for a handler: checked, and with what it may use. */
export interface Call<Body = unknown, Query = unknown, Params = unknown> {
  readonly ctx: HttpContext
  readonly body: Body
  readonly query: Query
  readonly params: Params
  readonly services: ServedServices
  readonly config: Config
}

/** One row of a surface's table: what it is, for routing, checking, permission and the OpenAPI document. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** As the router reads it: `/api/v1/sessions/:id`. */
  readonly path: string
  readonly operationId: string
  readonly summary: string
  readonly description?: string
  /** What a key must be allowed to do; `any`: any key will do; `none`: asked without a key. */
  readonly scope: Scope | 'any' | 'none'
  readonly schemas: {
    readonly params?: object
    readonly query?: object
    readonly body?: object
    /** A body as it may look. */
    readonly example?: unknown
    /** Body of its error answers with one of these codes; absent: that of the surface. */
    readonly failure?: (codes: readonly ErrorCode[]) => object
    /** By status. Error answers of the surface need not be named. */
    readonly responses: Readonly<Record<number, ResponseSchema>>
  }
  /** Codes that it can fail with, beside those that every route can; absent: any. */
  readonly errors?: readonly ErrorCode[]
  /** The same request under the same `Idempotency-Key` gets the first answer again. */
  readonly once?: true
  /** Puts the answer into `ctx`. What it throws becomes an error of the surface. */
  readonly handler: (call: Call<never, never, never>) => Promise<void> | void
}

/** A route whose handler knows the types of what its schemas let through. */
export function route<Body = undefined, Query = undefined, Params = undefined>(
  row: Omit<Route, 'handler'> & { readonly handler: (call: Call<Body, Query, Params>) => Promise<void> | void },
): Route {
  return row
}
