import { describe, expect, test } from 'vitest'
import { oneLine, TerminalText } from '../../../src/cli/render/terminal-text.ts'

const clean = (text: string) => new TerminalText().clean(text)

const cases: readonly [string, string, string][] = [
  ['plain text', 'a\tb\nc', 'a\tb\nc'],
  ['colours', '\u001B[1;31mred\u001B[0m', 'red'],
  ['cursor moves', 'a\u001B[2A\u001B[10;10H\u001B[2Jb', 'ab'],
  ['a private mode', '\u001B[?1049hx\u001B[?25l', 'x'],
  ['a sequence with intermediates', '\u001B[!px\u001B[0 qy', 'xy'],
  ['the clipboard (OSC 52), ended by BEL', 'a\u001B]52;c;ZXZpbA==\u0007b', 'ab'],
  ['the clipboard (OSC 52), ended by ST', 'a\u001B]52;c;ZXZpbA==\u001B\\b', 'ab'],
  ['the title', '\u001B]0;evil\u0007x', 'x'],
  ['a link', '\u001B]8;;http://evil\u001B\\click\u001B]8;;\u001B\\', 'click'],
  ['DCS, APC, PM and SOS', 'a\u001BPq#0\u001B\\b\u001B_G\u001B\\c\u001B^x\u001B\\d\u001BXy\u001B\\e', 'abcde'],
  ['C1 controls', 'a\u009B31mb\u009D0;t\u009Cc\u0090q\u009Cd\u0085e\u009Ff\u009Cg', 'abcdeg'],
  ['a two-character sequence', 'a\u001Bcb\u001B7c\u001B(0d', 'abcd'],
  ['other control characters', 'a\u0000\u0007\u0008\u000B\u000C\u000E\u007Fb', 'ab'],
  ['an escape at the end', 'a\u001B', 'a'],
  ['a broken sequence', 'a\u001B[31\nb', 'a\nb'],
  ['an escape inside a sequence', 'a\u001B[3\u001B[31mb', 'ab'],
  ['a string without an end, up to the line feed', 'a\u001B]0;never\nb', 'a\nb'],
  ['Windows line ends', 'a\r\nb\r\n', 'a\nb\n'],
  ['doubled carriage returns', 'a\r\r\nb', 'a\nb'],
  ['a carriage return that would overwrite', 'safe\revil', 'safe\nevil'],
  ['a carriage return with a sequence behind it', 'safe\r\u001B[Kevil', 'safe\nevil'],
  ['a carriage return at the end', 'a\r', 'a'],
  ['emoji, joined emoji, flags and combining marks', '👩‍💻 🇩🇪 👍🏽 e\u0301 n̈', '👩‍💻 🇩🇪 👍🏽 e\u0301 n̈'],
  ['other scripts', '日本語 עברית हिन्दी', '日本語 עברית हिन्दी'],
  ['a no-break space', 'a\u00A0b', 'a\u00A0b'],
]

describe('what may be printed', () => {
  test.each(cases)('%s', (_what, text, shown) => {
    expect(clean(text)).toBe(shown)
  })

  test.each(cases)('%s: the same wherever the text is cut in two, and letter by letter', (_what, text, shown) => {
    for (let cut = 0; cut <= text.length; cut++) {
      const terminal = new TerminalText()
      expect([cut, terminal.clean(text.slice(0, cut)) + terminal.clean(text.slice(cut))]).toEqual([cut, shown])
    }
    const terminal = new TerminalText()
    expect(Array.from(text, (letter) => terminal.clean(letter)).join('')).toBe(shown)
  })

  test('no control character comes through, whatever stands around it', () => {
    const controls = Array.from({ length: 0xa0 }, (_none, code) => String.fromCodePoint(code))
    const allowed = /^[\n\t\u0020-\u007E\u00A0-\u{10FFFF}]*$/u
    for (const first of controls) for (const second of controls) expect(clean(`a${first}${second}b${first}[52;x`)).toMatch(allowed)
  })
})

test('one line is clean and has no line feed', () => {
  expect(oneLine('  a\u001B[31m \n\n  b\r\nc\u0007  ')).toBe('a b c')
})
