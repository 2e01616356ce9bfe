import { realpath } from 'node:fs/promises'
import { join } from 'node:path'
import type { McpServerEntry } from '@clinvk/plugin-sdk'
import type { HostFactory } from '../../backend/host.ts'
import type { BackendRegistry } from '../../backend/registry.ts'
import { matcher } from '../../process/environment.ts'

/** What an entry is made from. */
export interface EntryParts {
  /** The folder of clinvk's package.json. */
  readonly root: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly registry: BackendRegistry
  readonly host: HostFactory
}

/** Where clinvk's files are, for its server too. */
const ownVariables = ['CLINVK_HOME', 'CLINVK_CONFIG']
/** How deep in runs the server is: named where it is not set as well, as runs set it. */
const depthVariable = 'CLINVK_DEPTH'

/** clinvk's MCP server as a CLI is told of it: how it is started, and which variables it needs. */
export async function serverEntry({ root, env, registry, host }: EntryParts, { name, trust, backend, config }: { readonly name: string; readonly trust: boolean; readonly backend: string; readonly config?: string }): Promise<McpServerEntry> {
  const program = join(root, 'bin', 'run.js')
  const onPath = await host(backend).findExecutable('clinvk')
  // By its name it outlives updates of Node.js and of clinvk, as long as that name means this clinvk.
  const named = onPath !== undefined && (await realpath(onPath)) === (await realpath(program))
  const args = ['mcp', ...(config === undefined ? [] : ['--config', config])]
  return { name, trust, variables: await neededVariables(env, registry), ...(named ? { command: 'clinvk', args } : { command: process.execPath, args: [program, ...args] }) }
}

/** Names of variables that are set here and that the CLI of some backend needs, less those by which one notices that it runs inside itself. */
async function neededVariables(env: EntryParts['env'], registry: BackendRegistry): Promise<string[]> {
  // Of a backend that does not load, its manifest knows the secrets.
  const all = await Promise.all(registry.list().map(({ name, secrets }) => registry.get(name).then((backend) => backend.env, () => ({ uses: [], secrets, markers: [] }))))
  const wanted = matcher([...all.flatMap(({ uses, secrets }) => [...uses, ...secrets]), ...ownVariables])
  const markers = new Set(all.flatMap(({ markers: names = [] }) => names))
  return [...Object.keys(env).filter((name) => env[name] !== undefined && wanted(name) && !markers.has(name)), depthVariable].sort()
}
