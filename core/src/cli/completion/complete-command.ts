import { oneLine } from '../render/terminal-text.ts'
import { readCommandIndex } from './command-index.ts'
import { type Completion, complete } from './complete.ts'
import { dynamicValues } from './dynamic-values.ts'

/** A shell waits for this, milliseconds: then it gets nothing. */
const patienceMs = 2000

/**
 * What the scripts of `clinvk completion` call: `clinvk __complete SHELL -- WORDS`, the last word being the one at the cursor. Prints
 * one candidate a line, its description behind a tab; `<files>` or `<folders>` where the shell knows better. Never fails: a key
 * press is no place for an error.
 */
export async function completeCommand(argv: readonly string[], root: string): Promise<number> {
  const [shell = '', , ...words] = argv
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Completion>((resolve) => {
    timer = setTimeout(() => resolve([]), patienceMs)
  })
  try {
    const { typed, cut } = shell === 'bash' ? joined(words) : { typed: words, cut: 0 }
    const found = await Promise.race([complete(typed, readCommandIndex(root), dynamicValues(root, process.env)), late])
    const lines = typeof found === 'string' ? [`<${found}>`] : found.map(({ value, description }) => `${oneLine(value).slice(cut)}${description === undefined ? '' : `\t${oneLine(description)}`}`)
    process.stdout.write(lines.map((line) => `${line}\n`).join(''))
  } catch {
    // An installation that is being updated, say: nothing is offered.
  } finally {
    clearTimeout(timer)
  }
  return 0
}

/** bash parts words at `=` and `:`: they are put together again, and what bash has as the word at the cursor is told. */
function joined(words: readonly string[]): { readonly typed: readonly string[]; readonly cut: number } {
  const typed: string[] = []
  let cut = 0
  for (const [index, word] of words.entries()) {
    const previous = words[index - 1] ?? ''
    const glued = index > 0 && typed.length > 0 && (word === '=' || word === ':' || previous === '=' || previous === ':')
    // The part at the cursor begins behind the sign, also when only the sign was typed.
    cut = glued ? (typed.at(-1) as string).length + (word === '=' || word === ':' ? 1 : 0) : 0
    if (glued) typed[typed.length - 1] += word
    else typed.push(word)
  }
  return { typed, cut }
}
