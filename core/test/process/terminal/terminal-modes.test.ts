import { expect, test } from 'vitest'
import { TerminalModes } from '../../../src/process/terminal/terminal-modes.ts'

const E = '\u001b'

/** What undoes a text, whichever way it is cut. */
function undoOf(text: string): string {
  const whole = new TerminalModes()
  whole.write(Buffer.from(text))
  const bytewise = new TerminalModes()
  for (const byte of Buffer.from(text)) bytewise.write(Uint8Array.of(byte))
  expect(bytewise.undo()).toBe(whole.undo())
  // What undoes it leaves nothing to undo.
  whole.write(Buffer.from(whole.undo()))
  expect(whole.undo()).toBe('')
  return bytewise.undo()
}

test.for([
  ['plain text, colours that end and cursor moves', `hi ${E}[31mred${E}[0m ${E}[2;3H${E}[K 世界`, ''],
  ['a colour that does not end', `${E}[1;38;5;0m`, `${E}[0m`],
  ['an alternate screen', `${E}[?1049h${E}[2J`, `${E}[?1049l`],
  ['an alternate screen that was left', `${E}[?1049h${E}[?1049l`, ''],
  ['a hidden cursor', `${E}[?25l`, `${E}[?25h`],
  ['a cursor that is shown again', `${E}[?25l${E}[?25h`, ''],
  ['several modes at once, the screen last', `${E}[?1049;2004h${E}[?1000;1006h`, `${E}[?2004l${E}[?1000l${E}[?1006l${E}[?1049l`],
  ['no wrapping', `${E}[?7l`, `${E}[?7h`],
  ['blinking, a matter of taste', `${E}[?12h`, ''],
  ['kitty keys, pushed twice', `${E}[>1u${E}[>5u`, `${E}[<2u${E}[=0u`],
  ['kitty keys, pushed and taken off', `${E}[>1u${E}[<u`, ''],
  ['kitty keys of both screens', `${E}[>1u${E}[?1049h${E}[>3u`, `${E}[<1u${E}[=0u${E}[?1049l${E}[<1u${E}[=0u`],
  ['other keys of xterm', `${E}[>4;2m`, `${E}[>4m`],
  ['a question about keys', `${E}[?u${E}[c${E}[6n`, ''],
  ['a keypad, a region, a cursor shape', `${E}=${E}[3;9r${E}[5 q`, `${E}>${E}7${E}[r${E}8${E}[0 q`],
  ['a title with something like a mode in it', `${E}]0;${'x'.repeat(5000)}[?25l\u0007`, ''],
  ['a title that is not finished', `${E}[?25l${E}]0;tit`, `${E}\\${E}[?25h`],
  ['a sequence that is not finished', `${E}[?25`, '\u0018'],
  ['a reset of everything', `${E}[?1049h${E}[?25l${E}[31m${E}c`, ''],
] as const)('%s', ([, text, undo]) => {
  expect(undoOf(text)).toBe(undo)
})

test('a program that is paused gets its modes back', () => {
  const modes = new TerminalModes()
  modes.write(Buffer.from(`${E}[?1049h${E}[?25l`))
  expect(modes.redo()).toBe(`${E}[?1049h${E}[?25l`)
})
