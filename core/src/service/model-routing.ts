import { type Backend, isClinvkError } from '@clinvk/plugin-sdk'
import type { Config } from '../config/load.ts'
import { ownsModel } from '../backend/model-rules.ts'
import type { BackendRegistry } from '../backend/registry.ts'

/** Where a model id leads. */
export interface ModelRoute {
  readonly backend: string
  /** Absent: the backend's own default. */
  readonly model?: string
}

/** A model id that can be asked for. */
export interface ListedModel {
  readonly id: string
  readonly backend: string
  /** Who makes the backend. */
  readonly vendor: string
}

/** Finds backends by model ids. Loads plugins, so it is for long-lived processes. */
export class ModelRouting {
  readonly #config: Config
  readonly #registry: BackendRegistry

  constructor(config: Config, registry: BackendRegistry) {
    this.#config = config
    this.#registry = registry
  }

  /**
   * A backend's bare name means its default model; other ids belong to the first enabled backend that knows them or has a pattern
   * for them; what nobody knows goes to the default backend. Ids pass through unchanged. No errors: whether the backend may be
   * used is checked when the run is planned.
   */
  async route(model: string): Promise<ModelRoute> {
    if (this.#registry.list().some(({ name }) => name === model)) return { backend: model }
    const owner = (await this.#enabled()).find(({ models }) => ownsModel(models, model))
    return { backend: owner?.name ?? this.#config.default_backend, model }
  }

  /** The name of each enabled backend, followed by the ids that its plugin knows; an id that two know is listed once. */
  async list(): Promise<readonly ListedModel[]> {
    const all = (await this.#enabled()).flatMap(({ name, vendor, models }) => [name, ...models.known].map((id) => ({ id, backend: name, vendor })))
    return all.filter(({ id }, index) => all.findIndex((other) => other.id === id) === index)
  }

  /** Plugins that do not load are left out: the registry tells of them elsewhere. */
  async #enabled(): Promise<readonly Backend[]> {
    const names = this.#registry.list().map(({ name }) => name).filter((name) => this.#config.backends[name]?.enabled !== false)
    const loaded = await Promise.all(
      names.map((name) =>
        this.#registry.get(name).catch((error: unknown) => {
          if (isClinvkError(error)) return undefined
          throw error
        }),
      ),
    )
    return loaded.filter((backend) => backend !== undefined)
  }
}
