import { ClinvkError } from '@clinvk/plugin-sdk'
import type { Log } from '../log.ts'
import type { Caller } from '../service/caller.ts'
import { errorBody } from '../service/error-body.ts'
import { answer } from './call-tool.ts'
import { Job } from './job.ts'
import type { CallerJobs, ToolAnswer } from './tool.ts'

/** What {@link Jobs} keeps at most, of each caller. */
export interface JobLimits {
  /** Jobs, at work or ended. */
  readonly jobs: number
  /** Bytes of results, as JSON. */
  readonly bytes: number
  /** How long a result is there after the end, milliseconds. */
  readonly keptMs: number
}

/** A result of any usual size fits many times; an hour is long enough for a client that asks now and then. */
const usual: JobLimits = { jobs: 50, bytes: 32 * 1024 * 1024, keptMs: 60 * 60_000 }

/**
 * Calls that go on in the background, of every client of one server. They belong to the caller, which may come back over another
 * connection, and live as long as the server.
 */
export class Jobs {
  readonly #log: Log
  readonly #limits: JobLimits
  /** The oldest first, by the name of the caller's key; without keys all are one caller. */
  readonly #callers = new Map<string, Set<Job>>()
  #ending = false

  constructor(log: Log, limits: Partial<JobLimits> = {}) {
    this.#log = log
    this.#limits = { ...usual, ...limits }
  }

  /** What one caller may do with jobs: its own, no others. */
  of({ name = '' }: Caller): CallerJobs {
    const jobs = this.#callers.get(name) ?? new Set<Job>()
    this.#callers.set(name, jobs)
    return {
      start: (tool, call) => {
        if (this.#ending) throw new ClinvkError('cancelled', `${tool.name} cannot go on in the background: the server is ending`)
        this.#makePlace(jobs)
        const job = new Job(tool.name, async (report, signal) => this.#fitting(await answer(tool, { ...call, report, signal }, this.#log)))
        jobs.add(job)
        void job.ended.then(() => this.#keep(jobs, job))
        return job
      },
      list: () => [...jobs].reverse(),
      find: (id) => [...jobs].find((job) => job.id === id),
    }
  }

  /** Ends all that are at work, with everything that they started; resolves when nothing of them is left. No more begin. */
  async end(): Promise<void> {
    this.#ending = true
    const jobs = [...this.#callers.values()].flatMap((all) => [...all])
    for (const job of jobs) job.cancel()
    await Promise.all(jobs.map(({ ended }) => ended))
  }

  /** The oldest that has ended gives way. Errors: `overloaded` when all are at work. */
  #makePlace(jobs: Set<Job>): void {
    if (jobs.size < this.#limits.jobs) return
    const oldest = [...jobs].find(({ answer: given }) => given !== undefined)
    if (oldest === undefined) throw new ClinvkError('overloaded', `${this.#limits.jobs} jobs are at work in the background already`, { hint: 'Wait for one of them, or cancel one: clinvk_job lists them.' })
    jobs.delete(oldest)
  }

  /** Keeps a result for its time, the oldest ones give way. */
  #keep(jobs: Set<Job>, job: Job): void {
    let bytes = [...jobs].reduce((sum, { size }) => sum + size, 0)
    for (const other of jobs) {
      if (bytes <= this.#limits.bytes) break
      if (other === job || other.answer === undefined) continue
      bytes -= other.size
      jobs.delete(other)
    }
    setTimeout(() => jobs.delete(job), this.#limits.keptMs).unref()
  }

  /** The answer, or that it is too large to be kept. */
  #fitting(given: ToolAnswer): ToolAnswer {
    const bytes = Buffer.byteLength(JSON.stringify(given.body))
    if (bytes <= this.#limits.bytes) return given
    const error = new ClinvkError('payload_too_large', `the result of the job has ${bytes} bytes, and ${this.#limits.bytes} are kept at most`, { hint: 'Call the tool without "background", or for less at a time.' })
    return { body: { error: errorBody(error) }, failed: true }
  }
}
