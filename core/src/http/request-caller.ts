import type { Log } from '../log.ts'
import type { Scope } from '../schema/server-config.ts'
import type { Caller, Permission } from '../service/caller.ts'
import type { RunObserver } from '../service/observe-runs.ts'

/**
 * Who asks, with where what there is to say and to watch of this request goes. A class, as V8 learns to make literals that live for a while in
 * old memory, where each would keep its whole request until the next full collection: half of the time of a short request.
 */
export class RequestCaller implements Caller {
  declare readonly name?: string
  declare readonly backends?: readonly string[]
  declare readonly rate?: { readonly rps: number; readonly burst: number }
  declare readonly observe?: RunObserver
  readonly scopes: readonly Scope[]
  readonly max_permission: Permission
  readonly log: Log

  constructor({ name, scopes, backends, max_permission: most, rate }: Caller, log: Log, observe: RunObserver | undefined) {
    this.scopes = scopes
    this.max_permission = most
    this.log = log
    if (name !== undefined) this.name = name
    if (backends !== undefined) this.backends = backends
    if (rate !== undefined) this.rate = rate
    if (observe !== undefined) this.observe = observe
  }
}
