import Anthropic from '@anthropic-ai/sdk'
import OpenAI from 'openai'
import type { StagedPython } from './python-on-stage.ts'

/** How a client of a vendor is made, and what it asks beside a greeting. */
export interface SdkRequest {
  readonly key?: string
  /** How often it asks again by itself. */
  readonly retries?: number
  readonly timeoutMs?: number
  readonly body?: Readonly<Record<string, unknown>>
}

/** What a client raised. */
export interface SdkFailure {
  /** Its class and those that it stands on. */
  readonly classes: readonly string[]
  readonly status: number | undefined
}

/** An official client: asks once, and tells what it raised; undefined: it was answered. `url` is that of the server. */
export type SdkClient = (url: string, request?: SdkRequest) => Promise<SdkFailure | undefined>

const asked = { model: 'claude', messages: [{ role: 'user' as const, content: 'hello' }] }

export const openaiInJs: SdkClient = (url, { key = 'none', retries = 0, timeoutMs = 60_000, body = {} } = {}) =>
  failureOf(new OpenAI({ baseURL: `${url}/openai/v1`, apiKey: key, maxRetries: retries, timeout: timeoutMs }).chat.completions.create({ ...asked, ...body, stream: false }))

export const anthropicInJs: SdkClient = (url, { key = 'none', retries = 0, timeoutMs = 60_000, body = {} } = {}) =>
  failureOf(new Anthropic({ baseURL: `${url}/anthropic`, apiKey: key, maxRetries: retries, timeout: timeoutMs }).messages.create({ ...asked, max_tokens: 100, ...body, stream: false }))

/** The same in Python, of either vendor. */
export function inPython(client: StagedPython): SdkClient {
  return async (url, { key = 'none', retries = 0, timeoutMs = 60_000, body = {} } = {}) => {
    const { error } = await client.ask('create', { url, how: { key, retries, timeout: timeoutMs / 1000 }, ...asked, ...body })
    return error === undefined ? undefined : { classes: error.classes, status: error.status ?? undefined }
  }
}

async function failureOf(answer: PromiseLike<unknown>): Promise<SdkFailure | undefined> {
  try {
    await answer
    return undefined
  } catch (thrown) {
    const classes: string[] = []
    for (let kind: unknown = (thrown as Error).constructor; typeof kind === 'function' && kind.name !== ''; kind = Object.getPrototypeOf(kind)) classes.push(kind.name)
    return { classes, status: (thrown as { readonly status?: number }).status }
  }
}
