import type { Check, DoctorContext, Finding } from './check.ts'
import { fail } from './check.ts'
export type { ConfigurationState as DoctorConfiguration, Finding } from './check.ts'
import { allChecks } from './checks.ts'

/** What doctor found, as scripts read it. */
export interface DoctorReport {
  readonly schema_version: 'v1'
  readonly summary: { readonly pass: number; readonly warn: number; readonly fail: number }
  readonly checks: readonly Finding[]
}

/** How to look. */
export interface DoctorOptions {
  /** Ask each CLI a tiny prompt, too. */
  readonly probe: boolean
  /** Look at this backend only, beside what is no backend's. */
  readonly backend?: string
  /** Told whenever a check begins or ends: what is still being looked at. */
  readonly onProgress?: (pending: readonly string[]) => void
}

/** Looks at everything that clinvk needs. */
export class Doctor {
  readonly #context: DoctorContext

  constructor(context: DoctorContext) {
    this.#context = context
  }

  /** All checks run at once, so that a CLI that hangs holds up only itself; what a check meets is a finding. Errors: `backend_not_found`. */
  async execute({ probe, backend, onProgress }: DoctorOptions): Promise<DoctorReport> {
    const { registry } = this.#context
    const checks = allChecks(backend === undefined ? registry.list() : [registry.manifest(backend)], probe)
    const pending = new Set(checks.map(({ title }) => title))
    onProgress?.([...pending])
    const found = await Promise.all(
      checks.map(async (check) => {
        const findings = await this.#run(check)
        pending.delete(check.title)
        onProgress?.([...pending])
        return findings
      }),
    )
    const all = found.flat()
    const count = (status: Finding['status']) => all.filter((finding) => finding.status === status).length
    return { schema_version: 'v1', summary: { pass: count('pass'), warn: count('warn'), fail: count('fail') }, checks: all }
  }

  async #run(check: Check): Promise<readonly Finding[]> {
    try {
      return await check.run(this.#context)
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      return [fail('doctor.check', `looking at "${check.title}" failed: ${message}`, 'Run again with CLINVK_LOG=debug and report what it prints.')]
    }
  }
}
