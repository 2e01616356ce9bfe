import { ClinvkError } from '@clinvk/plugin-sdk'
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { ProcessIdentity } from './process-info.ts'
import { findProcess, pidScope } from './process-table.ts'
import { checkRunId } from './run-id.ts'

/** What a lease file says: who owns a run, and what has to be cleared away when the owner is dead. */
export interface LeaseRecord {
  readonly run_id: string
  /** Name of the machine. Leases of others in a shared folder are not ours to judge. */
  readonly host: string
  /** Linux: the boot and the pid namespace in which the pids below mean something. */
  readonly boot_id?: string
  readonly pid_namespace?: string
  readonly owner: ProcessIdentity
  /** The process of the run, once it was started. */
  readonly child?: ProcessIdentity
  /** Absolute path of the run's private folder. */
  readonly run_folder: string
}

let self: Omit<LeaseRecord, 'run_id' | 'run_folder' | 'child'> | undefined

/**
 * A note on disk that this process owns a run, so that the next start of clinvk can clear away what is left when this
 * process dies without a chance to do so. Taken before the run's process starts, released after its end.
 */
export class Lease {
  readonly #path: string
  #record: LeaseRecord

  private constructor(path: string, record: LeaseRecord) {
    this.#path = path
    this.#record = record
  }

  /** Writes `<dir>/<run_id>.json`, 0600, in a folder 0700 that is made when missing. Throws `config_invalid` when it
   * cannot be written, also when the run has a lease already. */
  static take(dir: string, run: { readonly run_id: string; readonly run_folder: string }): Lease {
    checkRunId(run.run_id)
    const lease = new Lease(join(dir, `${run.run_id}.json`), { ...thisHost(), ...run })
    try {
      mkdirSync(dir, { recursive: true, mode: 0o700 })
      writeFileSync(lease.#path, lease.#text(), { flag: 'wx', mode: 0o600 })
    } catch (error) {
      throw new ClinvkError('config_invalid', `could not write the lease of a run, "${lease.#path}": ${String(error)}`, {
        hint: `Make "${dir}" a folder that you own and can write.`,
      })
    }
    return lease
  }

  /** Notes the run's process, right after its start. Never throws: without the note, the process is found by the run's id. */
  started(pid: number): void {
    try {
      const found = findProcess(pid)
      if (found === undefined) return
      this.#record = { ...this.#record, child: { pid, start_time: found.start_time } }
      const next = `${this.#path}.${process.pid}.tmp`
      writeFileSync(next, this.#text(), { mode: 0o600 })
      renameSync(next, this.#path)
    } catch {
      // A full disk, say. The process runs already: its owner must get hold of it, not an exception.
    }
  }

  /** The run has ended and nothing of it is left. Without effect the second time. */
  release(): void {
    rmSync(this.#path, { force: true })
  }

  #text(): string {
    return `${JSON.stringify(this.#record)}\n`
  }
}

/** This process as the owner of leases. */
export function thisHost(): Omit<LeaseRecord, 'run_id' | 'run_folder' | 'child'> {
  if (self === undefined) {
    const found = findProcess(process.pid)
    if (found === undefined) throw new Error('this process is missing in the process table')
    self = { host: hostname(), ...pidScope(), owner: { pid: process.pid, start_time: found.start_time } }
  }
  return self
}
