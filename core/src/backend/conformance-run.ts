import { Worker } from 'node:worker_threads'
import { ClinvkError } from '@clinvk/plugin-sdk'
import type { ConformanceJob, ConformanceMessage } from './conformance-message.ts'

/** How one case of the conformance kit went. */
export interface CaseOutcome {
  readonly title: string
  readonly outcome: 'passed' | 'failed'
  /** What was found, when it failed. */
  readonly message?: string
  readonly seconds: number
}

/** What {@link runConformance} needs beside the job. */
export interface ConformanceOptions {
  /** Absolute path of the built conformance-thread.js. */
  readonly thread: string
  /** Milliseconds that one case may take. */
  readonly caseTimeoutMs: number
  /** Gets what the plugin prints, as it comes. */
  readonly printed: (text: string) => void
}

/** So often a thread is started again after a case that it did not survive. */
const lives = 3

/** Exit code of Node.js for "nothing left to do, but something is still awaited". */
const unsettled = 13

/**
 * Runs the conformance kit on a plugin's backend, in a thread of its own: a case that never ends, or ends the thread, fails, and the
 * others go on in a new one. Errors: `plugin_load_failed`, `plugin_invalid`; `invalid_request` for recordings that cannot be read.
 */
export async function runConformance(job: Omit<ConformanceJob, 'skip'>, options: ConformanceOptions): Promise<CaseOutcome[]> {
  const outcomes: CaseOutcome[] = []
  let titles: readonly string[] | undefined
  for (let life = 0; life < lives; life++) {
    titles = await oneThread({ ...job, skip: outcomes.length }, options, outcomes)
    if (outcomes.length >= titles.length) return outcomes
  }
  const rest = (titles ?? []).slice(outcomes.length)
  return [...outcomes, ...rest.map((title): CaseOutcome => ({ title, outcome: 'failed', message: `not tried, because ${lives} cases before it did not come to an end`, seconds: 0 }))]
}

/** Adds to `outcomes` as far as the thread gets, the case that it did not survive included. Resolves to the titles of all cases. */
function oneThread(job: ConformanceJob, { thread, caseTimeoutMs, printed }: ConformanceOptions, outcomes: CaseOutcome[]): Promise<readonly string[]> {
  const worker = new Worker(thread, { workerData: job, stdout: true, stderr: true })
  for (const stream of [worker.stdout, worker.stderr]) stream.setEncoding('utf8').on('data', printed)
  return new Promise((resolve, reject) => {
    let titles: readonly string[] | undefined
    let current: { readonly title: string; readonly at: number } | undefined
    let timer = setTimeout(() => tooLate(`took longer than ${job.loadTimeoutMs} ms`), job.loadTimeoutMs + 1000)
    const end = (outcome: 'passed' | 'failed', message?: string) => {
      if (current === undefined) return
      outcomes.push({ title: current.title, outcome, ...(message === undefined ? {} : { message }), seconds: (performance.now() - current.at) / 1000 })
      current = undefined
    }
    const leave = (refused?: ClinvkError) => {
      clearTimeout(timer)
      void worker.terminate()
      if (refused !== undefined || titles === undefined) reject(refused ?? unloadable(job, 'it ended the process before the first case'))
      else resolve(titles)
    }
    const tooLate = (what: string) => {
      end('failed', what)
      leave(titles === undefined ? unloadable(job, `its module, or its first look at a recording, ${what}`) : undefined)
    }
    worker.on('message', (message: ConformanceMessage) => {
      clearTimeout(timer)
      timer = setTimeout(() => tooLate(`took longer than ${caseTimeoutMs / 1000} s`), caseTimeoutMs)
      if (message.kind === 'refused') leave(new ClinvkError(message.code, message.message, { backend: job.manifest.name, hint: message.hint }))
      else if (message.kind === 'cases') titles = message.titles
      else if (message.kind === 'started') current = { title: titles?.[message.index] ?? '', at: performance.now() }
      else end(message.failure === undefined ? 'passed' : 'failed', message.failure)
      // Not left to the thread: a plugin may have timers or sockets that keep it alive.
      if (titles !== undefined && outcomes.length >= titles.length) leave()
    })
    worker.once('error', (cause) => {
      end('failed', `the plugin threw outside of the case: ${cause.message}`)
      leave(titles === undefined ? unloadable(job, cause.message) : undefined)
    })
    worker.once('exit', (code) => {
      end('failed', code === unsettled ? 'it waits for a promise that nothing will settle' : `the plugin ended the process (exit ${code})`)
      leave()
    })
  })
}

function unloadable({ manifest }: ConformanceJob, what: string): ClinvkError {
  return new ClinvkError('plugin_load_failed', `cannot load the backend "${manifest.name}" of ${manifest.package}: ${what}`, { backend: manifest.name, hint: 'Let neither the module nor the decoder wait, or end the process.' })
}
