import { type Json, number, object, string } from './json.ts'

/**
 * When a used-up limit ends, RFC 3339 in UTC. The CLI tells it of subscription logins only, in a `rate_limit_event` line before
 * the failure (`resetsAt`, seconds since 1970). For API keys it keeps the vendor's `retry-after` and reset headers to itself.
 */
export function resetFromEvent(line: Json): string | undefined {
  const info = object(line['rate_limit_info'])
  return info['status'] === 'rejected' ? timestamp(number(info['resetsAt'])) : undefined
}

/** The same from the text of older versions: `Claude AI usage limit reached|1795204449`. */
export function resetFromText(text: string): string | undefined {
  return timestamp(Number(/limit reached\|(\d{10})\b/.exec(text)?.[1] ?? Number.NaN))
}

/** What kind of limit it is, in the CLI's words: `five_hour`, `seven_day` and so on. */
export function limitType(line: Json): string | undefined {
  return string(object(line['rate_limit_info'])['rateLimitType'])
}

function timestamp(seconds: number | undefined): string | undefined {
  const date = new Date((seconds ?? Number.NaN) * 1000)
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString()
}
