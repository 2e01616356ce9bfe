import { diffLines } from 'diff'

/** A line of two answers: of both, or of one of them. */
export interface DiffLine {
  readonly change: 'same' | 'removed' | 'added'
  readonly text: string
}

/** Where the answer of `to` differs from that of `from`. */
export interface AnswerDiff {
  readonly from: string
  readonly to: string
  readonly same: boolean
  /** Absent where the answers are the same, and where they are so long and different that nobody could read it. */
  readonly lines?: readonly DiffLine[]
}

/** An answer, and whose it is. */
export interface Answer {
  readonly backend: string
  readonly text: string
}

/** Milliseconds for one pair: two long texts without a line in common take for ever. */
const patience = 2000

/** Each answer beside the first one. White space at the end does not count. */
export function answerDiffs([first, ...others]: readonly Answer[]): AnswerDiff[] {
  if (first === undefined) return []
  return others.map(({ backend, text }) => {
    const [before, after] = [normal(first.text), normal(text)]
    const pair = { from: first.backend, to: backend, same: before === after }
    const changes = pair.same ? undefined : diffLines(before, after, { timeout: patience })
    if (changes === undefined) return pair
    return { ...pair, lines: changes.flatMap(({ added, removed, value }) => value.replace(/\n$/, '').split('\n').map((line): DiffLine => ({ change: added ? 'added' : removed ? 'removed' : 'same', text: line }))) }
  })
}

function normal(text: string): string {
  return `${text.split('\n').map((line) => line.trimEnd()).join('\n').trimEnd()}\n`
}
