import { randomUUID } from 'node:crypto'
import { JobReport } from './job-report.ts'
import type { Report } from './report.ts'
import type { ToolAnswer } from './tool.ts'

/** What a job ends with. */
export interface Outcome {
  readonly answer: ToolAnswer
  /** Bytes of the answer as JSON. */
  readonly size: number
}

/** One call that goes on in the background. */
export class Job {
  readonly id = randomUUID()
  readonly tool: string
  /** Resolves when it has ended and nothing that it started is left. */
  readonly ended: Promise<void>
  readonly #startedAt = new Date().toISOString()
  readonly #report = new JobReport()
  readonly #stopping = new AbortController()
  #endedAt: string | undefined
  #answer: ToolAnswer | undefined
  #size = 0
  #cancelled = false

  /** `work` does the call and never throws. */
  constructor(tool: string, work: (report: Report, signal: AbortSignal) => Promise<Outcome>) {
    this.tool = tool
    this.ended = work(this.#report, this.#stopping.signal).then(({ answer, size }) => {
      this.#answer = answer
      this.#size = size
      this.#cancelled = this.#stopping.signal.aborted
      this.#endedAt = new Date().toISOString()
      this.#report.forget()
    })
  }

  /** What its call answered; undefined while it is at work. */
  get answer(): ToolAnswer | undefined {
    return this.#answer
  }

  /** Bytes of its answer as JSON; 0 while it is at work. */
  get size(): number {
    return this.#size
  }

  /** Ends it, with everything that it started: see `ended`. What has ended stays as it is. */
  cancel(): void {
    this.#stopping.abort()
  }

  /**
   * Resolves when it has ended, at the latest after so many milliseconds, or when `signal` is aborted: whoever waits gives up then, the job
   * goes on. `tell` is called at whatever happens.
   */
  async wait(milliseconds: number, signal: AbortSignal, tell: (message: string) => void): Promise<void> {
    if (milliseconds === 0 || this.#answer !== undefined || signal.aborted) return
    const release = this.#report.watch(tell)
    let giveUp = () => {}
    const patience = new Promise<void>((resolve) => {
      giveUp = resolve
    })
    const timer = setTimeout(giveUp, milliseconds)
    signal.addEventListener('abort', giveUp)
    await Promise.race([this.ended, patience])
    clearTimeout(timer)
    signal.removeEventListener('abort', giveUp)
    release()
  }

  /** For clients. What its runs have said so far is told where one job is asked for. */
  describe({ closely = false }: { readonly closely?: boolean } = {}): object {
    const partial = closely ? this.#report.partial : []
    return {
      id: this.id,
      tool: this.tool,
      state: this.#state,
      started_at: this.#startedAt,
      ...(this.#endedAt === undefined ? {} : { ended_at: this.#endedAt }),
      ...(this.#answer === undefined ? this.#report.counts : {}),
      ...(partial.length > 0 ? { partial } : {}),
    }
  }

  get #state(): string {
    if (this.#answer === undefined) return this.#stopping.signal.aborted ? 'cancelling' : 'running'
    if (this.#cancelled) return 'cancelled'
    return this.#answer.failed === true ? 'failed' : 'completed'
  }
}
