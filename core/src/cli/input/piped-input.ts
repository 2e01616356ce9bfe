import { fstatSync } from 'node:fs'
import { ClinvkError } from '@clinvk/plugin-sdk'

/** Where piped text comes from. */
export interface InputSource {
  readonly stream: NodeJS.ReadStream
  readonly signal: AbortSignal
  /** Told once when nothing has come for a while. */
  readonly onWaiting: () => void
}

const waitingAfterMs = 3000
const maxBytes = 64 * 1024 * 1024

/** True when stdin is a file, a pipe or a socket, so that text may come from it; a terminal or /dev/null brings none. */
export function stdinIsPiped(stdin: { readonly isTTY?: boolean; readonly fd: number }): boolean {
  if (stdin.isTTY === true) return false
  try {
    const stats = fstatSync(stdin.fd)
    return stats.isFile() || stats.isFIFO() || stats.isSocket()
  } catch {
    return false // closed by whoever started us (`<&-`)
  }
}

/**
 * All of stdin as text, to its end: a slow producer is waited for, however long.
 * Errors: `payload_too_large` over 64 MiB, `invalid_request` when it is not UTF-8, `cancelled`.
 */
export async function readPipedInput({ stream, signal, onWaiting }: InputSource): Promise<string> {
  if (signal.aborted) throw cancelled()
  const timer = setTimeout(onWaiting, waitingAfterMs)
  const leave = () => stream.destroy()
  signal.addEventListener('abort', leave)
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of stream) {
      clearTimeout(timer)
      chunks.push(chunk as Buffer)
      bytes += (chunk as Buffer).length
      if (bytes > maxBytes) {
        throw new ClinvkError('payload_too_large', `standard input is longer than ${maxBytes / 1024 / 1024} MiB`, { hint: 'Let the CLI read a file from the working directory.' })
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', leave)
  }
  if (signal.aborted) throw cancelled()
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
  } catch (cause) {
    throw new ClinvkError('invalid_request', 'standard input is not UTF-8 text', { hint: 'Pipe text only; name a file in the prompt for the CLI to read.', cause })
  }
}

function cancelled(): ClinvkError {
  return new ClinvkError('cancelled', 'reading standard input was cancelled')
}

/** The prompt, then the piped text in a fence that is longer than any in the text; one of the two alone stays as it is. */
export function joinPrompt(prompt: string | undefined, piped: string): string {
  if (piped.trim() === '') return prompt ?? ''
  if (prompt === undefined || prompt.trim() === '') return piped.replace(/\r?\n$/, '')
  const longest = Math.max(2, ...(piped.match(/`{3,}/g) ?? []).map((run) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${prompt}\n\n${fence}\n${piped.endsWith('\n') ? piped : `${piped}\n`}${fence}`
}
