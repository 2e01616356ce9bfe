import { AnswerText, type EventContent } from '@clinvk/plugin-sdk'
import type { StreamLine } from '../service/stream-line.ts'
import { describe } from './call-report.ts'
import type { Report } from './report.ts'

/** How many runs of a job, the last, have what they say kept while it runs, and how much of each is shown, characters. */
const mostRuns = 20
const mostText = 8000

/** What one run has said so far. */
interface Said {
  readonly place: { readonly step?: number; readonly index?: number; readonly backend?: string }
  readonly answer: AnswerText
}

/** Keeps what happens in a job for those who will ask. */
export class JobReport implements Report {
  readonly #said = new Map<string, Said>()
  readonly #watching = new Set<(message: string) => void>()
  #parts: number | undefined
  #ended = 0
  #last: string | undefined

  parts(total: number): void {
    this.#parts = total
  }

  async partEnded(line: StreamLine): Promise<void> {
    this.#ended += 1
    await this.line(line)
  }

  async line(line: StreamLine): Promise<void> {
    if (line.type === 'message') this.#saidBy(line).add(line['content'] as EventContent['message'])
    await this.progress(describe(line))
  }

  async progress(message: string): Promise<void> {
    this.#last = message
    for (const watch of this.#watching) watch(message)
  }

  /** Calls `watch` at whatever happens, until the returned function is called. */
  watch(watch: (message: string) => void): () => void {
    this.#watching.add(watch)
    return () => void this.#watching.delete(watch)
  }

  /** How far the job is. */
  get counts(): { readonly progress?: string; readonly parts?: number; readonly parts_ended?: number } {
    return { ...(this.#last === undefined ? {} : { progress: this.#last }), ...(this.#parts === undefined ? {} : { parts: this.#parts, parts_ended: this.#ended }) }
  }

  /** What its runs have said so far. */
  get partial(): object[] {
    return [...this.#said.values()].map(({ place, answer }) => ({ ...place, output: answer.text.slice(-mostText) }))
  }

  /** Nobody wants to know any more how far it is. */
  forget(): void {
    this.#said.clear()
    this.#watching.clear()
  }

  #saidBy(line: StreamLine): AnswerText {
    const { step, index, backend } = line as { readonly step?: number; readonly index?: number; readonly backend?: string }
    const key = `${step}/${index}`
    const known = this.#said.get(key)
    if (known !== undefined) return known.answer
    const place = { ...(step === undefined ? {} : { step }), ...(index === undefined ? {} : { index }), ...(backend === undefined ? {} : { backend }) }
    const said: Said = { place, answer: new AnswerText() }
    this.#said.set(key, said)
    const [oldest] = this.#said.keys()
    if (this.#said.size > mostRuns && oldest !== undefined) this.#said.delete(oldest)
    return said.answer
  }
}
