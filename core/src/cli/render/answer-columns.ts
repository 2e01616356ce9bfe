import { fill, wrapText } from './wrap-text.ts'

/** A text under a heading. */
export interface Column {
  readonly heading: string
  readonly text: string
}

const gap = ' │ '
/** Narrower columns break every other word. */
const narrowest = 36

/** Texts side by side in `columns` of a terminal; undefined where they would get too narrow. */
export function answerColumns(answers: readonly Column[], columns: number): string[] | undefined {
  const width = Math.floor((columns - gap.length * (answers.length - 1)) / answers.length)
  if (answers.length < 2 || width < narrowest) return undefined
  const blocks = answers.map(({ heading, text }) => [...wrapText(heading, width), '─'.repeat(width), ...wrapText(text.trimEnd(), width)])
  const rows = Math.max(...blocks.map((block) => block.length))
  return Array.from({ length: rows }, (_row, index) => blocks.map((block) => fill(block[index] ?? '', width)).join(gap).trimEnd())
}
