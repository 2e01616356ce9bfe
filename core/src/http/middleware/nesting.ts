/** How many lists and objects stand inside each other in a JSON value. Walks without recursion: the value may be hostile. */
export function nestingOf(value: unknown): number {
  let depth = 0
  let level: unknown[] = [value]
  for (;;) {
    level = level.flatMap((item) => (typeof item === 'object' && item !== null ? [Object.values(item)] : [])).flat(1)
    const hasMore = level.length > 0
    if (!hasMore) return depth
    depth += 1
  }
}
