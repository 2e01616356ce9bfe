import type { BadVersions, Capabilities, FlagPolicy, Inspection, ModelRules } from '@clinvk/plugin-sdk'
import type { BreakerGate } from '../backend/breaker-gate.ts'
import type { BreakerReport } from '../backend/circuit-breaker.ts'
import type { PluginProblem } from '../backend/discovery.ts'
import type { BackendInspector } from '../backend/inspect-backend.ts'
import type { Availability, BackendRegistry } from '../backend/registry.ts'
import type { Config } from '../config/load.ts'

/** A backend in a list. */
export interface BackendSummary {
  readonly name: string
  readonly available: boolean
  readonly enabled: boolean
  /** Present where its plugin does not load, so that nobody knows whether the CLI is there. */
  readonly loadable?: false
  /** Present where its plugin loads but fails to look for the CLI. */
  readonly findable?: false
  /** The package that brings it. */
  readonly package: string
  /** Absolute path of the CLI. */
  readonly file?: string
  /** Version of the CLI; only when one backend is asked for, as everything in {@link BackendDetails}. */
  readonly version?: string
  /** Only when one backend is asked for. */
  readonly details?: BackendDetails
  /** Its circuit breaker; present where something is on record. */
  readonly breaker?: BreakerReport
  /** What is wrong, each with what to do. */
  readonly problems: readonly string[]
}

/** What a close look at one backend tells. */
export interface BackendDetails {
  /** For people: "Claude Code". */
  readonly title: string
  readonly vendor: string
  /** One shell line that installs the CLI. */
  readonly install: string
  /** Version of the package that brings it. */
  readonly package_version: string
  /** Versions of the CLI that should not be used. */
  readonly bad_versions?: readonly BadVersions[]
  /** Flags that the plugin relies on and the CLI does not offer. */
  readonly missing_flags?: readonly string[]
  /** Absent: it cannot be told without asking the model. */
  readonly signed_in?: boolean
  readonly capabilities: Partial<Capabilities>
  readonly models: ModelRules
  /** Extra flags that a caller may pass, each with the number of its values. */
  readonly flags: FlagPolicy
  /** Names of variables that its CLI uses, never their values; `*` stands for any characters. */
  readonly environment: { readonly uses: readonly string[]; readonly secrets: readonly string[] }
  readonly prompt_chars: number
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
  readonly #inspector: BackendInspector
  readonly #breakers: BreakerGate | undefined

  constructor(config: Config, registry: BackendRegistry, inspector: BackendInspector, breakers?: BreakerGate) {
    this.#config = config
    this.#registry = registry
    this.#inspector = inspector
    this.#breakers = breakers
  }

  /** With a name: that backend only, its version and details included. Errors: `backend_not_found`. */
  async execute(name?: string): Promise<BackendList> {
    if (name !== undefined) this.#registry.manifest(name)
    const chosen = await this.#registry.available(name)
    const backends = await Promise.all(chosen.map((entry) => this.#summary(entry, name !== undefined)))
    const said = new Set(backends.flatMap(({ problems }) => problems))
    return { backends, problems: this.#registry.problems().filter(({ message }) => !said.has(message)) }
  }

  /** Names and packages of all backends that are not switched off. No plugin is loaded. */
  names(): readonly { readonly name: string; readonly package: string }[] {
    return this.#registry.list().filter(({ name }) => this.#config.backends[name]?.enabled !== false)
  }

  /** Ids of models that a backend knows; without one those of all. A backend that does not load brings none. */
  async models(backend?: string): Promise<readonly { readonly model: string; readonly backend: string }[]> {
    const chosen = this.names().filter(({ name }) => backend === undefined || name === backend)
    const lists = await Promise.all(
      chosen.map(async ({ name }) => {
        try {
          const { models } = await this.#registry.get(name)
          return [...models.known, ...Object.keys(models.aliases ?? {})].map((model) => ({ model, backend: name }))
        } catch {
          return [] // `backends` and `doctor` tell why
        }
      }),
    )
    return lists.flat()
  }

  async #summary(entry: Availability, closely: boolean): Promise<BackendSummary> {
    const enabled = this.#config.backends[entry.name]?.enabled !== false
    // A CLI that is not to be used is not started either.
    const inspection = closely && enabled && entry.found !== undefined ? await this.#inspector.inspect(entry.name, entry.found) : undefined
    const breaker = await this.#breakers?.report(entry.name)
    return {
      name: entry.name,
      available: entry.available,
      enabled,
      ...(entry.loadable === undefined ? {} : { loadable: entry.loadable }),
      ...(entry.findable === undefined ? {} : { findable: entry.findable }),
      package: this.#registry.manifest(entry.name).package,
      ...(entry.found === undefined ? {} : { file: entry.found.file }),
      ...(inspection?.version === undefined ? {} : { version: inspection.version }),
      ...(closely && entry.loadable !== false ? { details: await this.#details(entry.name, inspection) } : {}),
      ...(breaker === undefined ? {} : { breaker }),
      problems: [...(entry.problem === undefined ? [] : [entry.problem]), ...(await this.#missing(entry)), ...leftAlone(entry.name, breaker), ...(inspection?.problems ?? [])],
    }
  }

  async #details(name: string, inspection: Inspection | undefined): Promise<BackendDetails> {
    const { title, vendor, install, capabilities, models, flags, env, limits } = await this.#registry.get(name)
    const { bad_versions, missing_flags, signed_in } = inspection ?? {}
    return {
      title,
      vendor,
      install,
      package_version: this.#registry.manifest(name).version,
      ...(bad_versions === undefined ? {} : { bad_versions }),
      ...(missing_flags === undefined ? {} : { missing_flags }),
      ...(signed_in === undefined ? {} : { signed_in }),
      capabilities,
      models,
      flags,
      environment: { uses: env.uses, secrets: env.secrets },
      prompt_chars: limits.prompt_chars,
    }
  }

  async #missing(entry: Availability): Promise<string[]> {
    if (entry.available || entry.problem !== undefined) return []
    const backend = await this.#registry.get(entry.name)
    return [`${backend.title} was not found on PATH; install it: ${backend.install}`]
  }
}

function leftAlone(name: string, breaker: BreakerReport | undefined): string[] {
  if (breaker === undefined || breaker.state === 'closed') return []
  const when = breaker.retry_at === undefined ? 'one run at a time tries it' : `it is left alone until ${breaker.retry_at}`
  return [`its circuit breaker is ${breaker.state} after ${breaker.failures} failures in a row: ${when}; clinvk backends --reset ${name}`]
}
