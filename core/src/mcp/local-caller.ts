import type { Config } from '../config/load.ts'
import { scopes } from '../schema/server-config.ts'
import type { Caller } from '../service/caller.ts'

/** The client at the other end of a pipe: it runs as the same person, and sees what that person sees; its permissions have the same ceiling as requests over HTTP. */
export function localCaller({ server }: Config): Caller {
  return { scopes, max_permission: server.max_permission }
}
