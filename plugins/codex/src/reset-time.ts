const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, second: 1000, minute: 60_000, hour: 3_600_000, day: 86_400_000 }

/**
 * The moment that a message of Codex names for trying again, RFC 3339 in UTC, or undefined when it names none for sure.
 * Forms: `try again at 8:56 PM` (today), `try again at Nov 23rd, 2026 6:56 PM`, `try again in 1.2s`, `... in 3 hours`. Times
 * of day are local, as the CLI has this process's time zone, and cut to the minute: the end of that minute counts.
 */
export function resetTime(message: string, now: Date): string | undefined {
  const reset = delayed(message, now) ?? onClock(message, now)
  return reset?.toISOString()
}

function delayed(message: string, now: Date): Date | undefined {
  const told = /try again in (?:about )?(\d+(?:\.\d+)?) ?(ms|seconds?|s|minutes?|hours?|days?)\b/i.exec(message)
  const unit = units[told?.[2]?.toLowerCase() ?? ''] ?? units[told?.[2]?.toLowerCase().replace(/s$/, '') ?? '']
  return unit === undefined ? undefined : new Date(now.getTime() + Math.ceil(Number(told?.[1]) * unit))
}

function onClock(message: string, now: Date): Date | undefined {
  const told = /try again at (?:([A-Z][a-z]{2}) (\d{1,2})(?:st|nd|rd|th)?, (\d{4}) )?(\d{1,2}):(\d{2}) (AM|PM)\b/.exec(message)
  if (told === null) return undefined
  const hour = (Number(told[4]) % 12) + (told[6] === 'PM' ? 12 : 0)
  const minuteAfter = Number(told[5]) + 1
  if (told[1] === undefined) {
    const today = new Date(now.getFullYear(), now.getMonth(), now.getDate(), hour, minuteAfter)
    return today > now ? today : undefined
  }
  const month = months.indexOf(told[1])
  return month < 0 ? undefined : new Date(Number(told[3]), month, Number(told[2]), hour, minuteAfter)
}
