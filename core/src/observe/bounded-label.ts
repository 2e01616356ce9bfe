/** Longest value of a label. */
const longest = 100

/**
 * Keeps a label bounded whose values come from elsewhere: the first `most` different values stand for themselves, all others are
 * `other`. Each value costs memory here, and in whatever gathers the metrics.
 */
export function boundedLabel(most: number): (value: string) => string {
  const known = new Set<string>()
  return (value) => {
    const short = value.slice(0, longest)
    if (known.has(short)) return short
    if (known.size >= most) return 'other'
    known.add(short)
    return short
  }
}
