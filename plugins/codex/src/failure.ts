import type { EventContent, ErrorDetails } from '@clinvk/plugin-sdk'
import { asObject, asString, parseObject } from './json.ts'
import { resetTime } from './reset-time.ts'

type Failure = EventContent['error']

const longest = 600

const connectionLost = /Connection failed|error sending request|stream disconnected|idle timeout waiting/

/** A message of Codex or of its provider in one line, without addresses and keys. */
export function plainMessage(message: string): string {
  const body = parseObject(message)
  const inside = asString(asObject(body?.['error'])?.['message']) ?? asString(body?.['detail']) ?? asString(body?.['message'])
  const plain = (inside ?? message)
    .replaceAll(/, (?:url|request id|cf-ray): [^\s,)]+/g, '')
    .replaceAll(/(API key provided: )\S+/gi, '$1[key]')
    .replaceAll(/\b(?:sk|sess)-[\w*-]+/g, '[key]')
    .replaceAll(/\s+/g, ' ')
    .trim()
  return plain.length > longest ? `${plain.slice(0, longest)}…` : plain
}

/** HTTP status that a message of Codex tells or stands for. Codex hides some behind a sentence of its own. */
export function statusOf(message: string): number | undefined {
  const told = /(?:unexpected status|last status:) (\d{3})\b/.exec(message)?.[1]
  if (told !== undefined) return Number(told)
  if (/rate limit exceeded|usage limit|^Quota exceeded/i.test(message)) return 429
  if (/experiencing high demand/.test(message)) return 500
  if (/model is at capacity/.test(message)) return 503
  if (/\bmodel\b.*(?:does not exist|not found|is not supported)/is.test(message)) return 404
  return undefined
}

/** What a failed turn's message means. */
export function turnFailure(raw: string, now: Date): Failure {
  const told = plainMessage(raw)
  const status = statusOf(told)
  const reset_at = resetTime(told, now)
  const incomplete = /Incomplete response returned, reason: (\w+)/.exec(told)?.[1]
  const details: ErrorDetails = {
    ...(status === undefined ? {} : { status }),
    ...(reset_at === undefined ? {} : { reset_at }),
    ...(incomplete === undefined ? {} : { reason: incomplete }),
    ...(status === undefined && incomplete === undefined && connectionLost.test(told) ? { reason: 'connection' } : {}),
  }
  return { ...meaning(told, status), details }
}

function meaning(told: string, status: number | undefined): Omit<Failure, 'details'> {
  const variable = /^Missing environment variable: `(\w+)`/.exec(told)?.[1]
  if (variable !== undefined) {
    const message = `Codex CLI could not sign in: its configuration takes the key from ${variable}, which is not set`
    return { code: 'backend_unauthenticated', message, hint: `Set ${variable}.` }
  }
  if (status === 401) {
    const message = 'Codex CLI could not sign in to its model provider: status 401'
    const hint = 'Run "codex login", or set a valid key (CODEX_API_KEY, or env_key of your provider).'
    return { code: 'backend_unauthenticated', message, hint }
  }
  if (status === 403 || /upgrade to Plus: |sign in again|log ?in again|access token could not be refreshed/i.test(told)) {
    const message = `Codex CLI could not use its account: ${told}`
    const hint = 'Run "codex login" with an account that may use Codex, or use another key.'
    return { code: 'backend_unauthenticated', message, hint }
  }
  if (status === 429) {
    const message = `Codex CLI could not get an answer within its limits: ${told}`
    return { code: 'backend_rate_limited', message, hint: 'Wait until the limit ends, or use another account or backend.' }
  }
  if (status === 413 || /ran out of room in the model's context window/.test(told)) {
    const message = `Codex CLI could not send the conversation: ${told}`
    return { code: 'payload_too_large', message, hint: 'Send a shorter prompt or start a new session.' }
  }
  if (status === 404) {
    const message = `Codex CLI could not use the model: ${told}`
    const hint = 'Choose another model (--model), or leave it out; check base_url if the provider is yours.'
    return { code: 'backend_error', message, hint }
  }
  if (told.includes('Incomplete response returned')) {
    const message = `Codex CLI could not get the whole answer: ${told}`
    return { code: 'backend_error', message, hint: 'Ask for a shorter answer, or choose another model.' }
  }
  if (status !== undefined && status >= 500) {
    const message = `Codex CLI could not get an answer from its model provider: ${told}`
    return { code: 'backend_error', message, hint: 'Try again later, or choose another model.' }
  }
  if (connectionLost.test(told)) {
    const message = `Codex CLI could not keep a connection to its model provider: ${told}`
    return { code: 'backend_error', message, hint: 'Check the network, proxy and base_url of the provider, then try again.' }
  }
  const message = `Codex CLI could not finish the turn: ${told}`
  return { code: 'backend_error', message, hint: 'Correct what the message names; --verbose shows what was run.' }
}
