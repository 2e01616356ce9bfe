const units = [
  ['days', 86_400_000],
  ['hours', 3_600_000],
  ['minutes', 60_000],
] as const

/** A length of time for people, in the largest unit that leaves no rest: "30 days", "12 hours". */
export function duration(milliseconds: number): string {
  for (const [name, size] of units) {
    if (milliseconds >= size && milliseconds % size === 0) return `${milliseconds / size} ${name}`
  }
  return `${Math.round(milliseconds / 1000)} seconds`
}
