import { basename, join } from 'node:path'
import { type Backend, ClinvkError, isClinvkError, type McpClient, type McpInstallation, type McpServerEntry } from '@clinvk/plugin-sdk'
import { shellLine } from '../../backend/shell-line.ts'
import { runHelper } from '../../process/run-helper.ts'
import { KeptFile } from './kept-file.ts'
import { asks, checkClient, checkInstallation } from './plugin-words.ts'
import { type EntryParts, serverEntry } from './server-entry.ts'
import { undone } from './undone.ts'

/** What is asked for. */
export interface McpInstallRequest {
  readonly backend: string
  /** What the CLI is to call the server. */
  readonly name: string
  /** Absent: the one that is usual for the CLI. */
  readonly scope?: string
  readonly trust: boolean
  /** Take the place of an entry of that name. */
  readonly force: boolean
  readonly dryRun: boolean
  /** Absolute path of the configuration that the server is to read; absent: the usual one. */
  readonly config?: string
  /** Absolute path of the directory of the project, for scopes that are about one. */
  readonly cwd: string
  /** Aborting it leaves everything as it was. */
  readonly signal: AbortSignal
}

/** What was done, or would be. */
export interface McpInstallReport {
  readonly dry_run?: true
  readonly backend: string
  readonly name: string
  readonly scope: string
  /** What the CLI is told to start. */
  readonly command: readonly string[]
  /** The commands of the CLI, as shell lines. */
  readonly commands: readonly string[]
  /** The file that changes. */
  readonly file: string
  /** What is written into that file beside. */
  readonly also?: string
  /** Where a copy of the file as it was lies. */
  readonly backup?: string
  readonly replaced: boolean
  /** A shell line that takes it back. */
  readonly undo: string
  readonly notes: readonly string[]
}

/** What {@link InstallMcpServer} is made from. */
export interface InstallMcpServerOptions extends EntryParts {
  /** clinvk's own folder. */
  readonly home: string
}

/** A CLI's own command; some take seconds to start. */
const commandMs = 60_000

/** Tells a CLI of clinvk's MCP server, the way that its backend describes. */
export class InstallMcpServer {
  readonly #options: InstallMcpServerOptions

  constructor(options: InstallMcpServerOptions) {
    this.#options = options
  }

  /**
   * When something fails, the file is as it was, or the error says why it is not. Errors: `backend_not_found`, `unsupported` for a CLI, scope or trust that cannot be,
   * `backend_unavailable` without the CLI, `invalid_request` for an entry that is there already or a file that cannot be read,
   * `backend_error` when the CLI fails, `cancelled`.
   */
  async execute(request: McpInstallRequest): Promise<McpInstallReport> {
    const { registry, home } = this.#options
    const [backend, client] = await this.#client(request.backend)
    const scope = checked(request, backend, client)
    const found = await registry.find(backend)
    if (found === undefined) throw new ClinvkError('backend_unavailable', `${backend.title} was not found on PATH, so it cannot be told of an MCP server`, { backend: backend.name, hint: `Install it: ${backend.install}` })
    const server = await serverEntry(this.#options, request)
    const installation = this.#describe(backend, client, server, { ...request, scope })
    const kept = await KeptFile.open(installation.file)
    const replaced = kept.text !== undefined && asks(backend, () => installation.has(kept.text as string))
    if (replaced && !request.force) {
      throw new ClinvkError('invalid_request', `${backend.title} has an MCP server "${server.name}" already, in ${installation.file}`, { backend: backend.name, hint: 'Give --force to take its place, or --name to add another one.' })
    }
    const steps = [...(replaced ? [installation.remove] : []), installation.add]
    const shown = (args: readonly string[]) => line(basename(found.file), args)
    const report = {
      backend: backend.name,
      name: server.name,
      scope,
      command: [server.command, ...server.args],
      commands: steps.map(shown),
      file: installation.file,
      ...(installation.more === undefined ? {} : { also: installation.more.what }),
      replaced,
      undo: shown(installation.remove),
      notes: installation.notes ?? [],
    }
    if (request.dryRun) return { dry_run: true, ...report }
    const backup = await kept.backUp(join(home, 'backups'), backend.name)
    try {
      let said: string | undefined
      for (const args of steps) said = await this.#run(backend, found.file, args, request)
      await complete(kept, installation, backend, said)
    } catch (thrown) {
      throw await undone(kept, thrown, backup)
    }
    if (backup === undefined) return report
    return { ...report, backup, ...(replaced ? { undo: line('cp', [backup, kept.path]) } : {}) }
  }

  async #client(name: string): Promise<readonly [Backend, McpClient]> {
    const { registry } = this.#options
    try {
      const backend = await registry.get(name)
      if (backend.mcpClient !== undefined) {
        checkClient(backend, backend.mcpClient)
        return [backend, backend.mcpClient]
      }
      throw new ClinvkError('unsupported', `clinvk does not know how ${backend.title} is told of an MCP server`, { backend: name, hint: `Backends where it knows: ${await this.#able()}.` })
    } catch (thrown) {
      if (!isClinvkError(thrown) || thrown.code !== 'backend_not_found') throw thrown
      throw new ClinvkError('backend_not_found', `unknown backend "${name}"`, { backend: name, hint: `Backends that can be told of an MCP server: ${await this.#able()}.` })
    }
  }

  /** Names of the backends that can be told. One that does not load cannot; `clinvk backends` says why. */
  async #able(): Promise<string> {
    const { registry } = this.#options
    const names = await Promise.all(registry.list().map(({ name }) => registry.get(name).then(({ mcpClient }) => (mcpClient === undefined ? [] : [name]), () => [])))
    return names.flat().join(', ') || 'none'
  }

  #describe(backend: Backend, client: McpClient, server: McpServerEntry, { scope, cwd }: { readonly scope: string; readonly cwd: string }): McpInstallation {
    const { env, host } = this.#options
    const made = asks(backend, () => client.installation(server, { scope, cwd, env, home: host(backend.name).home }))
    checkInstallation(backend, made)
    return made
  }

  /** Resolves to what the CLI said. */
  async #run(backend: Backend, file: string, args: readonly string[], { cwd, signal }: McpInstallRequest): Promise<string | undefined> {
    const { env, registry } = this.#options
    const dropped = new Set(registry.withheld(backend))
    const own = Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('CLINVK_') && !dropped.has(name)))
    const { code, stderr, stdout, timed_out: late } = await runHelper(file, args, own, { timeoutMs: commandMs, cwd, signal })
    if (signal.aborted) throw new ClinvkError('cancelled', `telling ${backend.title} of the MCP server was cancelled`, { backend: backend.name, hint: 'Run the same command again.' })
    const lines = `${stdout}\n${stderr}`.split('\n').map((text) => text.trim()).filter((text) => text !== '')
    const said = (lines.find((text) => /error|fail|malformed|corrupt/i.test(text) && !/^warning/i.test(text)) ?? lines.at(-1))?.slice(0, 300).replace(/\.$/, '')
    if (code === 0) return said
    const end = late ? `did not end within ${commandMs / 1000} s` : `failed${code === null ? '' : ` with ${code}`}${said === undefined ? '' : `: ${said}`}`
    throw new ClinvkError('backend_error', `"${line(basename(file), args)}" ${end}`, { backend: backend.name, hint: 'Run that command yourself to see what it says.', ...(code === null ? {} : { details: { exit_code: code } }) })
  }
}

/** Which scope is meant. Errors: `unsupported`, `invalid_request`. */
function checked({ name, scope, trust }: McpInstallRequest, backend: Backend, client: McpClient): string {
  if (!/^[A-Za-z0-9][\w-]{0,63}$/.test(name)) throw new ClinvkError('invalid_request', `an MCP server cannot be named ${JSON.stringify(name.slice(0, 100))}`, { hint: 'Use up to 64 letters, digits, "-" and "_", beginning with a letter or digit.', details: { usage: true } })
  if (trust && !client.trust) {
    throw new ClinvkError('unsupported', `${backend.title} cannot be told to run the tools of an MCP server without asking`, { backend: backend.name, hint: 'Leave out --trust.' })
  }
  if (scope === undefined) return client.scopes[0]
  if (!client.scopes.includes(scope)) throw new ClinvkError('unsupported', `${backend.title} has no scope "${scope}" for MCP servers`, { backend: backend.name, hint: `Scopes: ${client.scopes.join(', ')}.` })
  return scope
}

/** Writes what the CLI cannot, and looks whether the server is there. */
async function complete(kept: KeptFile, { file, has, more }: McpInstallation, backend: Backend, said: string | undefined): Promise<void> {
  const text = await kept.now()
  if (text === undefined || !asks(backend, () => has(text))) {
    throw new ClinvkError('backend_output_invalid', `${backend.title} ended as if it knew the MCP server now, but ${file} has no such entry${said === undefined ? '' : `; it said: ${said}`}`, { backend: backend.name, hint: 'Choose another --scope or directory, or update the CLI and the plugin of its backend.' })
  }
  if (more !== undefined) await kept.write(asks(backend, () => more.write(text)))
}

function line(file: string, args: readonly string[]): string {
  return shellLine({ file, args, stop: { signal: 'SIGTERM', grace_ms: 0 } })
}
