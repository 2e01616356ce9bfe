import { expect, test } from 'vitest'
import { errorLines } from '../../../src/cli/render/error-lines.ts'

const plain = { color: false }

test('what happened and what to do stand on one line each', () => {
  expect(errorLines({ message: 'it broke', hint: 'Mend it.' }, plain)).toBe('Error: it broke\nHint: Mend it.\n')
  expect(errorLines({ message: 'it broke' }, plain, 'acme')).toBe('Error [acme]: it broke\n')
  expect(errorLines({ message: 'it broke', hint: '' }, plain)).toBe('Error: it broke\n')
})

test('several lines become one, so that each line of stderr begins with what it is', () => {
  expect(errorLines({ message: ' first\r\n\n  second\rthird ', hint: 'a\nb' }, plain)).toBe('Error: first second third\nHint: a b\n')
})

test("a CLI's own words drive no terminal and hide no hint", () => {
  expect(errorLines({ message: 'no \u001B[2J\u001B]0;title\u0007luck \u001B]52;c;never ended', hint: 'Try again.' }, plain)).toBe('Error: no luck\nHint: Try again.\n')
})
