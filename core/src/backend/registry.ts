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

/** What a refresh has changed, by names of backends. */
export interface RegistryChange {
  readonly added: readonly string[]
  readonly removed: readonly string[]
  /** Backends whose package came anew: the module is imported again when it is next asked for. */
  readonly replaced: readonly string[]
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
  /** Modules that did not load, by backend. */
  readonly #failures = new Map<string, PluginProblem>()
  #problems: readonly PluginProblem[]
  readonly #options: RegistryOptions
  readonly #clock: () => number

  constructor(options: RegistryOptions) {
    this.#options = options
    this.#clock = options.clock ?? (() => performance.now())
    this.#problems = options.discovered.problems
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
    this.#failures.delete(name)
    return this.#manifests.delete(name)
  }

  /**
   * Makes the registry what was discovered anew, after plugins were installed, updated or removed. Runs at work keep the backend that
   * they began with. What belongs to clinvk stays, whatever was discovered.
   */
  refresh(discovered: Discovered): RegistryChange {
    const before = new Map(this.#manifests)
    const own = [...before.values()].filter(({ origin }) => origin === 'core')
    const names = new Set(own.map(({ name }) => name))
    const known = (manifest: BackendManifest): BackendManifest => (same(manifest, before.get(manifest.name)) ? (before.get(manifest.name) as BackendManifest) : manifest)
    const next = [...own, ...discovered.backends.filter(({ name }) => !names.has(name)).map(known)]
    const removed = [...before.keys()].filter((name) => !next.some((manifest) => manifest.name === name))
    const replaced = next.filter((manifest) => before.has(manifest.name) && !same(manifest, before.get(manifest.name))).map(({ name }) => name)
    for (const name of before.keys()) {
      if (removed.includes(name) || replaced.includes(name)) this.unregister(name)
      else this.#manifests.delete(name)
    }
    // All anew, for the order of discovery.
    for (const manifest of next) this.register(manifest)
    this.#problems = discovered.problems
    return { added: next.filter(({ name }) => !before.has(name)).map(({ name }) => name), removed, replaced }
  }

  /** Every known backend in the order of discovery: built-in ones first. */
  list(): readonly BackendManifest[] {
    return [...this.#manifests.values()]
  }

  /** What is wrong with installed packages, as far as their manifests, and the modules that were asked for, have told. */
  problems(): readonly PluginProblem[] {
    const told = new Set(this.#problems.map(({ message }) => message))
    return [...this.#problems, ...[...this.#failures.values()].filter(({ message }) => !told.has(message))]
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
    // One that was replaced or taken away while it was loading is no problem any more.
    if (this.#manifests.get(manifest.name) !== manifest) return
    this.#failures.set(manifest.name, { package: manifest.package, message: isClinvkError(error) ? error.message : String(error) })
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

/** True for the same package in the same place: another version, or the same one installed anew, stands in another folder. */
function same(one: BackendManifest, other: BackendManifest | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
