import type { LoggingLevel, ProgressToken, ServerNotification } from '@modelcontextprotocol/sdk/types.js'
import type { StreamLine } from '../service/stream-line.ts'
import { logLevel, reaches } from './log-level.ts'
import type { Report } from './report.ts'

/** Where the report of one call goes. */
export interface ReportOptions {
  /** What the client wants progress to be told under; absent: it wants none. */
  readonly token: ProgressToken | undefined
  /** Resolves when the client's end takes more. */
  readonly send: (notification: ServerNotification) => Promise<void>
  /** The least level that the client wants to read. */
  readonly level: () => LoggingLevel
  /** Aborted when the call has to end. */
  readonly signal: AbortSignal
}

/** How often a text that grows counts as progress, and how long nothing is told, milliseconds. Clients give calls up that are silent. */
const textMs = 1000
const silenceMs = 10_000

/** Longest message of a progress notification. */
const longest = 200

/** Tells a client what happens while its call is at work: progress, and texts as log messages. */
export class CallReport implements Report {
  readonly #options: ReportOptions
  #total: number | undefined
  #ended = 0
  #since = 0
  #told = performance.now()
  readonly #heart: NodeJS.Timeout | undefined

  constructor(options: ReportOptions) {
    this.#options = options
    if (options.token === undefined) return
    this.#heart = setInterval(() => {
      // Nobody waits for it: a client that takes nothing is noticed by the run itself.
      this.progress('still at work').catch(() => undefined)
    }, silenceMs)
    this.#heart.unref()
  }

  /** How many parts there are to end. */
  parts(total: number): void {
    this.#total = total
  }

  /** One of the parts has ended. */
  async partEnded(line: StreamLine): Promise<void> {
    this.#ended += 1
    this.#since = 0
    await this.progress(`${place(line)}${String(line['status'])}`)
  }

  /** Something happened in a run. */
  async line(line: StreamLine): Promise<void> {
    const level = logLevel(line.type)
    if (level !== undefined && reaches(level, this.#options.level())) await this.#send({ method: 'notifications/message', params: { level, logger: 'clinvk', data: line } })
    const grows = (line['content'] as { readonly is_partial?: boolean } | undefined)?.is_partial === true
    if (!grows || performance.now() - this.#told >= textMs) await this.progress(describe(line))
  }

  /** The number only grows: within a part it draws near to the next whole number. */
  async progress(message: string): Promise<void> {
    const { token } = this.#options
    if (token === undefined) return
    this.#told = performance.now()
    this.#heart?.refresh()
    this.#since += 1
    const total = this.#total
    const progress = total === undefined ? this.#since : this.#ended + (this.#since - 1) / this.#since
    await this.#send({ method: 'notifications/progress', params: { progressToken: token, progress, ...(total === undefined ? {} : { total }), message } })
  }

  /** The call has ended. */
  close(): void {
    clearInterval(this.#heart)
  }

  /** A call that has to end waits for no reader: one that takes nothing would hold up the end. */
  async #send(notification: ServerNotification): Promise<void> {
    const { send, signal } = this.#options
    if (signal.aborted) return
    await new Promise<void>((resolve, reject) => {
      const leave = () => resolve()
      signal.addEventListener('abort', leave)
      send(notification).then(resolve, reject).finally(() => signal.removeEventListener('abort', leave))
    })
  }
}

/** What a client may show to a person. */
export function describe(line: StreamLine): string {
  const content = (line['content'] ?? {}) as { readonly tool_name?: string; readonly message?: string; readonly stage?: string }
  const what: Readonly<Record<string, string>> = {
    message: 'answers',
    thinking: 'thinks',
    tool_use: `uses ${content.tool_name}`,
    tool_result: `has used ${content.tool_name}`,
    progress: content.message ?? content.stage ?? 'is at work',
    task_started: 'starts',
    step_started: 'starts',
    task_ended: String(line['status']),
    step_retry: 'is tried again',
  }
  const backend = typeof line['backend'] === 'string' ? `${line['backend']} ` : ''
  return `${place(line)}${backend}${what[line.type] ?? line.type}`.slice(0, longest)
}

function place({ step, index }: StreamLine): string {
  const parts = [typeof step === 'number' ? `step ${step}: ` : '', typeof index === 'number' ? `task ${index + 1}: ` : '']
  return parts.join('')
}
