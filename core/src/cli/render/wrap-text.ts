import { displayWidth } from './fit-width.ts'

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
const tab = '    '

/** A text as lines of at most `width` columns, broken between words where that can be, else between characters. Indentation stays. */
export function wrapText(text: string, width: number): string[] {
  return text.replaceAll('\t', tab).split('\n').flatMap((line) => wrapLine(line.trimEnd(), width))
}

/** A text of exactly `width` columns; it must not be wider. */
export function fill(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)))
}

function wrapLine(line: string, width: number): string[] {
  if (displayWidth(line) <= width) return [line]
  const lines: string[] = []
  let open = ''
  for (const piece of line.split(/(?<=\s)(?=\S)/)) {
    if (displayWidth((open + piece).trimEnd()) <= width) {
      open += piece
      continue
    }
    // A word that fits nowhere goes on where the line is; indentation alone is no line.
    const fits = displayWidth(piece.trimEnd()) <= width
    if (fits && open.trim() !== '') lines.push(open.trimEnd())
    const parts = splitWord(fits ? piece : open + piece, width)
    lines.push(...parts.slice(0, -1))
    open = parts.at(-1) ?? ''
  }
  return [...lines, open.trimEnd()]
}

/** What is too long for a line, as Chinese without spaces is. */
function splitWord(word: string, width: number): string[] {
  const parts = ['']
  for (const { segment } of graphemes.segment(word)) {
    const last = parts.length - 1
    if (displayWidth(parts[last] + segment) > width && parts[last] !== '') parts.push(segment)
    else parts[last] += segment
  }
  return parts
}
