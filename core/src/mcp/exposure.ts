import { ClinvkError } from '@clinvk/plugin-sdk'
import type { Config } from '../config/load.ts'
import { scopes } from '../schema/server-config.ts'
import { type Caller, lesser } from '../service/caller.ts'
import { isBelow, placeOf } from '../service/workdir-rules.ts'

/** Whether clients may know of a tool, and of what shows the same. */
export type Exposed = (tool: string) => boolean

/** What `mcp.tools` says; what a caller's key is for comes on top. */
export function exposedTools({ tools: { allow, deny } }: Config['mcp']): Exposed {
  return (tool) => (allow.length === 0 || allow.some((name) => name === tool)) && !deny.some((name) => name === tool)
}

/** The client at the other end of a pipe: it runs as the same person, and sees what that person sees. */
export function localCaller(config: Config): Caller {
  return callerForMcp({ scopes, max_permission: config.server.max_permission }, config)
}

/** A caller with no more than both allow: its key, and `mcp`. */
export function callerForMcp(caller: Caller, { mcp }: Config): Caller {
  const both = { ...caller, max_permission: lesser(caller.max_permission, mcp.max_permission) }
  if (mcp.backends.length === 0) return both
  return { ...both, backends: caller.backends === undefined ? mcp.backends : caller.backends.filter((name) => mcp.backends.includes(name)) }
}

/** The configuration for runs of MCP clients: directories have to be allowed twice, wherever links lead. Errors: `config_invalid` where that leaves none. */
export function configForMcp(config: Config): Config {
  const { workdirs } = config.mcp
  const { allowed_workdir_prefixes: allowed } = config.server
  if (workdirs.length === 0) return config
  const both = allowed.length === 0 ? workdirs : shared(places(workdirs), places(allowed))
  if (both.length === 0) {
    throw new ClinvkError('config_invalid', 'mcp.workdirs and server.allowed_workdir_prefixes have no directory in common, so no run could work anywhere', { hint: 'Name directories below server.allowed_workdir_prefixes; links count as what they lead to.', details: { key: 'mcp.workdirs' } })
  }
  return { ...config, server: { ...config.server, allowed_workdir_prefixes: both } }
}

/** As text, a link or `..` below an allowed directory would be below it, and allow what it leads to. */
function places(paths: readonly string[]): string[] {
  return paths.flatMap((path) => placeOf(path) ?? [])
}

/** What is below both. */
function shared(some: readonly string[], others: readonly string[]): string[] {
  const within = (paths: readonly string[], folders: readonly string[]) => paths.filter((path) => folders.some((folder) => isBelow(path, folder)))
  return [...new Set([...within(some, others), ...within(others, some)])]
}
