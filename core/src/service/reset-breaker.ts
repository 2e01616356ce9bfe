import type { BreakerGate } from '../backend/breaker-gate.ts'
import type { BreakerReport } from '../backend/circuit-breaker.ts'
import type { BackendRegistry } from '../backend/registry.ts'

/** A breaker that was closed by hand. */
export interface ResetResult {
  readonly backend: string
  /** What it was before. */
  readonly was: BreakerReport['state']
  readonly breaker: BreakerReport
}

/** Has a backend that was left alone asked again at once. */
export class ResetBreaker {
  readonly #registry: BackendRegistry
  readonly #breakers: BreakerGate

  constructor(registry: BackendRegistry, breakers: BreakerGate) {
    this.#registry = registry
    this.#breakers = breakers
  }

  /** Errors: `backend_not_found`. */
  async execute(name: string): Promise<ResetResult> {
    const { name: backend } = this.#registry.manifest(name)
    const { state: was } = await this.#breakers.reset(backend)
    return { backend, was, breaker: { state: 'closed', failures: 0 } }
  }
}
