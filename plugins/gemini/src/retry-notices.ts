import type { EventContent } from '@clinvk/plugin-sdk'
import { quotable } from './quote.ts'

/**
 * Finds notices of repeated requests on stderr:
 * `Attempt 1 failed with status 500. Retrying with backoff... <error and stack>` and
 * `Attempt 1 failed: <message, perhaps of several lines>. Retrying after 5935ms...`.
 */
export class RetryNotices {
  readonly #prompt: string
  #attempt: { readonly number: number; reason: string } | undefined

  constructor(prompt: string) {
    this.#prompt = prompt
  }

  line(line: string): EventContent['retry'] | undefined {
    const start = /^Attempt (\d+) failed(?:: | )?(.*)$/.exec(line)
    if (start) this.#attempt = { number: Number(start[1]), reason: start[2] ?? '' }
    const attempt = this.#attempt
    if (attempt === undefined) return undefined
    const wait = /Retrying (?:with backoff|after (\d+)ms)\.\.\./.exec(line)
    if (!wait) return undefined
    this.#attempt = undefined
    const status = /with status (\d{3})|"code":\s*(\d{3})/.exec(attempt.reason)
    const code = Number(status?.[1] ?? status?.[2])
    return {
      attempt: attempt.number,
      reason: reasonOf(attempt.reason, code, this.#prompt),
      ...(wait[1] === undefined ? {} : { delay_ms: Number(wait[1]) }),
      ...(code > 0 ? { status: code } : {}),
    }
  }
}

function reasonOf(said: string, status: number, prompt: string): string {
  if (status > 0) return `the model's API answered with status ${status}`
  const words = said.replace(/\.? ?Retrying (?:with backoff|after \d+ms)\.\.\..*$/, '').trim()
  return quotable(words, prompt) || 'the request failed'
}
