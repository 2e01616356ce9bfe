/** How many lists and objects stand inside each other in a JSON value; 0 for a text. Walks without recursion: the value may be hostile. */
export function nestingOf(value: unknown): number {
  let depth = 0
  let level = [value].filter(isContainer)
  while (level.length > 0) {
    depth += 1
    level = level.flatMap((container) => Object.values(container).filter(isContainer))
  }
  return depth
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
