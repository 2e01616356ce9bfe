import stringWidth from 'string-width'

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** Columns that a text takes on a terminal: two for most of Chinese and Japanese, and for emoji. */
export function displayWidth(text: string): number {
  return stringWidth(text)
}

/** One line of at most `width` columns, cut between whole characters, with an ellipsis where something is missing. */
export function fitWidth(text: string, width: number): string {
  const line = text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim()
  if (displayWidth(line) <= width) return line
  let cut = ''
  for (const { segment } of graphemes.segment(line)) {
    if (displayWidth(cut + segment) > width - 1) break
    cut += segment
  }
  return `${cut.trimEnd()}…`
}

/** A text of exactly `width` columns. */
export function padWidth(text: string, width: number): string {
  const fitted = fitWidth(text, width)
  return fitted + ' '.repeat(Math.max(0, width - displayWidth(fitted)))
}

/** Columns to print in: the terminal's, or those that the environment or a pipe stands for. */
export function terminalWidth(): number {
  return process.stdout.columns ?? (Number(process.env['COLUMNS']) || 100)
}
