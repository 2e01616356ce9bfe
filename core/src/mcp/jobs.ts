import { ClinvkError } from '@clinvk/plugin-sdk'
import type { Log } from '../log.ts'
import type { Caller } from '../service/caller.ts'
import { errorBody } from '../service/error-body.ts'
import { answer } from './call-tool.ts'
import { Job, type Outcome } from './job.ts'
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

/** The jobs of one caller, the oldest first. Of those that have ended: what ends the time of their result. */
type OwnJobs = Map<Job, NodeJS.Timeout | undefined>

/**
 * Calls that go on in the background, of every client of one server. They belong to the caller, which may come back over another
 * connection, and live as long as the server.
 */
export class Jobs {
  readonly #log: Log
  readonly #limits: JobLimits
  /** By the name of the caller's key; without keys all are one caller. */
  readonly #callers = new Map<string, OwnJobs>()
  #ending = false

  constructor(log: Log, limits: Partial<JobLimits> = {}) {
    this.#log = log
    this.#limits = { ...usual, ...limits }
  }

  /** What one caller may do with jobs: its own, no others. */
  of({ name = '' }: Caller): CallerJobs {
    const jobs = this.#callers.get(name) ?? new Map<Job, NodeJS.Timeout | undefined>()
    this.#callers.set(name, jobs)
    return {
      start: (tool, call) => {
        if (this.#ending) throw new ClinvkError('cancelled', `${tool.name} cannot go on in the background: the server is ending`, { hint: 'Call it again when the server runs again.' })
        this.#makePlace(jobs)
        const job = new Job(tool.name, async (report, signal) => this.#fitting(await answer(tool, { ...call, report, signal }, this.#log)))
        jobs.set(job, undefined)
        void job.ended.then(() => this.#keep(jobs, job))
        return job
      },
      list: () => [...jobs.keys()].reverse(),
      find: (id) => [...jobs.keys()].find((job) => job.id === id),
    }
  }

  /** Ends all that are at work, with everything that they started; resolves when nothing of them is left. No more begin. */
  async end(): Promise<void> {
    this.#ending = true
    const jobs = [...this.#callers.values()].flatMap((all) => [...all.keys()])
    for (const job of jobs) job.cancel()
    await Promise.all(jobs.map(({ ended }) => ended))
  }

  /** The oldest that has ended gives way. Errors: `overloaded` when all are at work. */
  #makePlace(jobs: OwnJobs): void {
    if (jobs.size < this.#limits.jobs) return
    const oldest = [...jobs.keys()].find(({ answer: given }) => given !== undefined)
    if (oldest === undefined) throw new ClinvkError('overloaded', `${this.#limits.jobs} jobs are at work in the background already`, { hint: 'Wait for one of them, or cancel one: clinvk_job lists them.' })
    drop(jobs, oldest)
  }

  /** Keeps a result for its time, the oldest ones give way. */
  #keep(jobs: OwnJobs, job: Job): void {
    if (!jobs.has(job)) return // it has given way already
    jobs.set(job, setTimeout(() => jobs.delete(job), this.#limits.keptMs).unref())
    let bytes = [...jobs.keys()].reduce((sum, { size }) => sum + size, 0)
    for (const other of jobs.keys()) {
      if (bytes <= this.#limits.bytes) break
      if (other === job || other.answer === undefined) continue
      bytes -= other.size
      drop(jobs, other)
    }
  }

  /** The answer, or that it is too large to be kept. */
  #fitting(answer: ToolAnswer): Outcome {
    const size = sizeOf(answer.body)
    if (size <= this.#limits.bytes) return { answer, size }
    const error = new ClinvkError('payload_too_large', `the result of the job has ${size === Number.POSITIVE_INFINITY ? 'more bytes than one text can have' : `${size} bytes`}, and ${this.#limits.bytes} are kept at most`, { hint: 'Call the tool without "background", or for less at a time.' })
    const body = { error: errorBody(error) }
    return { answer: { body, failed: true }, size: sizeOf(body) }
  }
}

/** Takes a job away. Its timer would hold it, with its result, until the hour is over. */
function drop(jobs: OwnJobs, job: Job): void {
  clearTimeout(jobs.get(job))
  jobs.delete(job)
}

/** Bytes as JSON; infinite where they are more than one text can hold. */
function sizeOf(body: object): number {
  try {
    return Buffer.byteLength(JSON.stringify(body))
  } catch (thrown) {
    if (thrown instanceof RangeError) return Number.POSITIVE_INFINITY
    throw thrown
  }
}
