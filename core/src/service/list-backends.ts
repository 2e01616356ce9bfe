import type { Inspection } from '@clinvk/plugin-sdk'
import type { PluginProblem } from '../backend/discovery.ts'
import { inTime } from '../backend/in-time.ts'
import type { HostFactory } from '../backend/host.ts'
import type { BackendRegistry } from '../backend/registry.ts'
import type { Config } from '../config/load.ts'

/** A backend in a list. */
export interface BackendSummary {
  readonly name: string
  readonly available: boolean
  readonly enabled: boolean
  /** Present where its plugin does not load, so that nobody knows whether the CLI is there. */
  readonly loadable?: false
  /** The package that brings it. */
  readonly package: string
  /** Absolute path of the CLI. */
  readonly file?: string
  /** Version of the CLI; only when one backend is asked for. */
  readonly version?: string
  /** What is wrong, each with what to do. */
  readonly problems: readonly string[]
}

/** All backends, and what is wrong with packages that bring none. */
export interface BackendList {
  readonly backends: readonly BackendSummary[]
  readonly problems: readonly PluginProblem[]
}

/** Lists the backends, or looks closely at one. */
export class ListBackends {
  readonly #config: Config
  readonly #registry: BackendRegistry
  readonly #host: HostFactory

  constructor(config: Config, registry: BackendRegistry, host: HostFactory) {
    this.#config = config
    this.#registry = registry
    this.#host = host
  }

  /** With a name: that backend only, its version included. Errors: `backend_not_found`. */
  async execute(name?: string): Promise<BackendList> {
    if (name !== undefined && !this.#registry.list().some((manifest) => manifest.name === name)) await this.#registry.get(name)
    const chosen = await this.#registry.available(name)
    const packages = new Map(this.#registry.list().map((manifest) => [manifest.name, manifest.package]))
    const backends = await Promise.all(
      chosen.map(async (entry): Promise<BackendSummary> => {
        const inspection = name !== undefined && entry.found !== undefined ? await this.#inspect(entry.name, entry.found) : undefined
        return {
          name: entry.name,
          available: entry.available,
          enabled: this.#config.backends[entry.name]?.enabled !== false,
          ...(entry.loadable === undefined ? {} : { loadable: entry.loadable }),
          package: packages.get(entry.name) ?? '',
          ...(entry.found === undefined ? {} : { file: entry.found.file }),
          ...(inspection?.version === undefined ? {} : { version: inspection.version }),
          problems: [...(entry.problem === undefined ? [] : [entry.problem]), ...(await this.#missing(entry)), ...(inspection?.problems ?? [])],
        }
      }),
    )
    const said = new Set(backends.flatMap(({ problems }) => problems))
    return { backends, problems: this.#registry.problems().filter(({ message }) => !said.has(message)) }
  }

  async #missing(entry: { name: string; available: boolean; problem?: string }): Promise<string[]> {
    if (entry.available || entry.problem !== undefined) return []
    const backend = await this.#registry.get(entry.name)
    return [`${backend.title} was not found on PATH; install it: ${backend.install}`]
  }

  /** A plugin that cannot say how its CLI is: that is what is wrong with it. */
  async #inspect(name: string, found: NonNullable<Awaited<ReturnType<BackendRegistry['find']>>>): Promise<Inspection> {
    try {
      const backend = await this.#registry.get(name)
      return await inTime(backend, 'inspect', () => backend.inspect(this.#host(name), found))
    } catch (cause) {
      return { problems: [`inspecting the backend "${name}" failed: ${cause instanceof Error ? cause.message : String(cause)}`] }
    }
  }
}
