import { join } from 'node:path'
import type { Found, Inspection } from '@clinvk/plugin-sdk'
import type { HostFactory } from './host.ts'
import { inTime } from './in-time.ts'
import type { BackendRegistry } from './registry.ts'
import { rememberHelp } from './remembered-help.ts'

/** A plugin may ask its CLI a few questions, each of them 10 s at most. */
const inspectMs = 25_000

/** Looks closely at CLIs: what they print of themselves is remembered in clinvk's home until their files change. */
export class BackendInspector {
  readonly #registry: BackendRegistry
  readonly #host: HostFactory
  readonly #cacheDir: string

  /** `home` is clinvk's own folder. */
  constructor(registry: BackendRegistry, host: HostFactory, home: string) {
    this.#registry = registry
    this.#host = host
    this.#cacheDir = join(home, 'cache', 'inspect')
  }

  /** Never throws: a plugin that cannot say how its CLI is, that is what is wrong with it. Aborting `signal` ends what it asks. */
  async inspect(name: string, found: Found, signal?: AbortSignal): Promise<Inspection> {
    try {
      const backend = await this.#registry.get(name)
      return await inTime(backend, 'inspect', () => backend.inspect(rememberHelp(this.#host(name, signal), this.#cacheDir), found), inspectMs)
    } catch (cause) {
      return { problems: [`inspecting the backend "${name}" failed: ${cause instanceof Error ? cause.message : String(cause)}; update or uninstall its plugin`] }
    }
  }
}
