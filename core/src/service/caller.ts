import type { RunObserver } from '../backend/run-observer.ts'
import type { Log } from '../log.ts'
import type { Scope } from '../schema/server-config.ts'

/** What a caller may have done at most; the order is that of power. */
export const permissions = ['read-only', 'workspace', 'full'] as const
export type Permission = (typeof permissions)[number]

/** Who asks over HTTP or MCP, and what that caller may do. */
export interface Caller {
  /** The name of the key, never the key; absent: no keys are configured. */
  readonly name?: string
  readonly scopes: readonly Scope[]
  /** Backends that may be used; absent: all. */
  readonly backends?: readonly string[]
  readonly max_permission: Permission
  /** How deep in runs of clinvk it is itself, as `CLINVK_DEPTH` says there; absent: in none, or it cannot be told. */
  readonly depth?: string
  /** Told what happens in the runs of this request. */
  readonly observe?: RunObserver
  /** Where what there is to say about this request goes. */
  readonly log?: Log
  /** A rate of its own, beside that of the server. */
  readonly rate?: { readonly rps: number; readonly burst: number }
}

/** Whose sessions a caller may see, go on with and change, as a filter: those that its key made; with the scope `admin` all. */
export function visibleTo({ scopes, name }: Caller): { readonly owner?: string } {
  // No session has an empty owner: without a name there is nothing of one's own.
  return scopes.includes('admin') ? {} : { owner: name ?? '' }
}

/** The smaller of two. */
export function lesser(a: Permission, b: Permission): Permission {
  return permissions.indexOf(a) < permissions.indexOf(b) ? a : b
}
