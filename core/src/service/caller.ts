/** What a caller may have done at most; the order is that of power. */
export const permissions = ['read-only', 'workspace', 'full'] as const
export type Permission = (typeof permissions)[number]

/** Who asks over HTTP or MCP, and what that caller may do. */
export interface Caller {
  /** The name of the key; absent: no keys are configured. */
  readonly name?: string
  /** Backends that may be used; absent: all. */
  readonly backends?: readonly string[]
  readonly max_permission: Permission
}
