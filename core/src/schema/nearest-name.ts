/** Edits between two words: insert, delete, replace, or swap of neighbours, one each. */
export function distance(a: string, b: string): number {
  const rows: number[][] = Array.from({ length: a.length + 1 }, (_row, i) => [i])
  for (let j = 1; j <= b.length; j++) (rows[0] as number[])[j] = j
  const at = (i: number, j: number) => rows[i]?.[j] ?? 0
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const replaced = at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1)
      let best = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, replaced)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, at(i - 2, j - 2) + 1)
      ;(rows[i] as number[])[j] = best
    }
  }
  return at(a.length, b.length)
}

/** The known name that a mistyped one probably means: one edit away, or two from six letters on. */
export function nearestName(word: string, known: Iterable<string>): string | undefined {
  const limit = word.length >= 6 ? 2 : 1
  let found: string | undefined
  let best = limit + 1
  for (const name of known) {
    // So many edits at least; and a word may be as long as a file.
    if (Math.abs(word.length - name.length) > limit) continue
    const edits = distance(word, name)
    if (edits < best && edits < name.length) [found, best] = [name, edits]
  }
  return found
}
