import { type Backend, ClinvkError, type Found, isClinvkError } from '@clinvk/plugin-sdk'
import { nearestName } from '../schema/nearest-name.ts'
import type { Discovered, PluginProblem } from './discovery.ts'
import type { HostFactory } from './host.ts'
import { findMs, inTime } from './in-time.ts'
import { loadBackend } from './load-backend.ts'
import type { BackendManifest } from './package-manifest.ts'

/** A backend and whether its CLI is there. */
export interface Availability {
  readonly name: string
  readonly available: boolean
  readonly found?: Found
  /** Why it cannot be asked: its plugin does not load, or cannot look for the CLI. */
  readonly problem?: string
  /** Present where its plugin does not load. */
  readonly loadable?: false
  /** Present where its plugin loads, but fails to look for the CLI. */
  readonly findable?: false
}

/** What a registry is made of. */
export interface RegistryOptions {
  readonly discovered: Discovered
  readonly host: HostFactory
  /** Milliseconds that a plugin's module may take to load. */
  readonly loadTimeoutMs: number
  /** Milliseconds since some start; for the age of look-ups. */
  readonly clock?: () => number
}

interface Lookup {
  readonly at: number
  readonly found: Promise<Found | undefined>
}

const maxAgeMs = 30_000

/**
 * The backends of this host. A name is known from its manifest; the module is imported when it is first asked for. One
 * registry is made in compose.ts and used by every entry.
 */
export class BackendRegistry {
  readonly #manifests = new Map<string, BackendManifest>()
  readonly #loading = new Map<string, Promise<Backend>>()
  readonly #lookups = new Map<string, Lookup>()
  readonly #problems: PluginProblem[]
  readonly #options: RegistryOptions
  readonly #clock: () => number

  constructor(options: RegistryOptions) {
    this.#options = options
    this.#clock = options.clock ?? (() => performance.now())
    this.#problems = [...options.discovered.problems]
    for (const manifest of options.discovered.backends) this.register(manifest)
  }

  /** Adds a backend. Throws `plugin_invalid` when its name is taken. */
  register(manifest: BackendManifest): void {
    const taken = this.#manifests.get(manifest.name)
    if (taken !== undefined) {
      throw new ClinvkError('plugin_invalid', `cannot register the backend "${manifest.name}" of ${manifest.package}: it already comes from ${taken.package}`, {
        hint: 'Uninstall one of the two.',
      })
    }
    this.#manifests.set(manifest.name, manifest)
  }

  /** Forgets a backend that a user's plugin brought; false when there is none of that name. */
  unregister(name: string): boolean {
    this.#loading.delete(name)
    this.#lookups.delete(name)
    return this.#manifests.delete(name)
  }

  /** Every known backend in the order of discovery: built-in ones first. */
  list(): readonly BackendManifest[] {
    return [...this.#manifests.values()]
  }

  /** What is wrong with installed packages, as far as their manifests, and the modules that were asked for, have told. */
  problems(): readonly PluginProblem[] {
    return [...this.#problems]
  }

  /** What is known of a backend without loading it. Errors: `backend_not_found`. */
  manifest(name: string): BackendManifest {
    const manifest = this.#manifests.get(name)
    if (manifest === undefined) throw this.#notFound(name)
    return manifest
  }

  /** Loads a backend. Errors: `backend_not_found`, `plugin_load_failed`, `plugin_invalid`. */
  async get(name: string): Promise<Backend> {
    const manifest = this.manifest(name)
    let loading = this.#loading.get(name)
    if (loading === undefined) {
      loading = loadBackend(manifest, this.#options.loadTimeoutMs)
      this.#loading.set(name, loading)
    }
    try {
      return await loading
    } catch (error) {
      this.#note(manifest, error)
      throw error
    }
  }

  /** Where a backend's CLI is, looked up at most every 30 s. Errors: `plugin_invalid` when the backend cannot tell. */
  async find(backend: Backend): Promise<Found | undefined> {
    const known = this.#lookups.get(backend.name)
    if (known !== undefined && this.#clock() - known.at < maxAgeMs) return known.found
    const lookup = { at: this.#clock(), found: this.#lookUp(backend) }
    this.#lookups.set(backend.name, lookup)
    // A look-up that failed is asked again next time.
    lookup.found.catch(() => {
      if (this.#lookups.get(backend.name) === lookup) this.#lookups.delete(backend.name)
    })
    return lookup.found
  }

  async #lookUp(backend: Backend): Promise<Found | undefined> {
    try {
      return await inTime(backend, 'find', () => backend.find(this.#options.host(backend.name)), findMs)
    } catch (cause) {
      if (isClinvkError(cause)) throw cause
      throw new ClinvkError('plugin_invalid', `looking for the CLI of "${backend.name}" failed: ${cause instanceof Error ? cause.message : String(cause)}`, {
        backend: backend.name,
        hint: `Update or uninstall ${this.#manifests.get(backend.name)?.package ?? 'its plugin'}.`,
        cause,
      })
    }
  }

  /** Every backend (or only `one`) and whether its CLI is there; one that does not load is listed with the reason. */
  async available(one?: string): Promise<readonly Availability[]> {
    const chosen = this.list().filter(({ name }) => one === undefined || name === one)
    return Promise.all(
      chosen.map(async ({ name }) => {
        let backend: Backend
        try {
          backend = await this.get(name)
        } catch (error) {
          return { name, available: false, loadable: false, problem: error instanceof Error ? error.message : String(error) }
        }
        try {
          const found = await this.find(backend)
          return found === undefined ? { name, available: false } : { name, available: true, found }
        } catch (error) {
          return { name, available: false, findable: false, problem: error instanceof Error ? error.message : String(error) }
        }
      }),
    )
  }

  /** Names that hold secrets of other backends' CLIs than `backend`'s, and that it does not declare to use. */
  foreignSecrets(backend: Backend): string[] {
    const own = new Set([...backend.env.secrets, ...backend.env.uses])
    return [...new Set(this.list().flatMap(({ name, secrets }) => (name === backend.name ? [] : secrets)))].filter((secret) => !own.has(secret))
  }

  /** Names that no process of a backend gets: the secrets of others, and the markers of its CLI. */
  withheld(backend: Backend): string[] {
    return [...this.foreignSecrets(backend), ...(backend.env.markers ?? [])]
  }

  #note(manifest: BackendManifest, error: unknown): void {
    const message = isClinvkError(error) ? error.message : String(error)
    if (!this.#problems.some((problem) => problem.message === message)) this.#problems.push({ package: manifest.package, message })
  }

  #notFound(name: string): ClinvkError {
    const names = [...this.#manifests.keys()]
    const near = nearestName(name, names)
    return new ClinvkError('backend_not_found', `unknown backend "${name}" (available: ${names.join(', ')})`, {
      backend: name,
      hint: near === undefined ? 'See `clinvk backends`.' : `Did you mean "${near}"?`,
    })
  }
}
