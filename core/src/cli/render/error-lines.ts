import { oneLine } from './terminal-text.ts'
import type { Terminal } from './renderer.ts'

/** A failure for people: what happened, then what to do. One line each; texts of other programs cannot drive the terminal. */
export function errorLines(error: { readonly message: string; readonly hint?: string | undefined }, terminal: Pick<Terminal, 'color'>, backend?: string): string {
  const label = backend === undefined ? 'Error:' : `Error [${backend}]:`
  const lines = [`${terminal.color ? `\u001B[31m${label}\u001B[39m` : label} ${oneLine(error.message)}`]
  if (error.hint !== undefined && error.hint !== '') lines.push(`${terminal.color ? '\u001B[36mHint:\u001B[39m' : 'Hint:'} ${oneLine(error.hint)}`)
  return `${lines.join('\n')}\n`
}
