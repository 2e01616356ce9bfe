import { expect, test } from 'vitest'
import { StopSequences } from '../../../src/service/chat/stop-sequences.ts'

/** What is handed out of a text that comes in these pieces. */
function cut(stops: readonly string[], pieces: readonly string[]): { text: string; stop?: string; handed: string[] } {
  const sequences = new StopSequences(stops)
  const handed: string[] = []
  for (const piece of pieces) {
    const { text, stop } = sequences.push(piece)
    handed.push(text)
    if (stop !== undefined) return { text: handed.join(''), stop, handed }
  }
  handed.push(sequences.rest())
  return { text: handed.join(''), handed }
}

test('the text is cut where a sequence begins, however it is cut into pieces', () => {
  const text = 'one two END three'
  for (let size = 1; size <= text.length; size += 1) {
    const pieces = text.match(new RegExp(`.{1,${size}}`, 'g')) as string[]
    expect(cut(['END'], pieces), `pieces of ${size}`).toMatchObject({ text: 'one two ', stop: 'END' })
  }
})

test('what looked like the beginning of one comes late, and whole', () => {
  expect(cut(['ENDE'], ['a EN', 'D', ' b'])).toEqual({ text: 'a END b', handed: ['a ', '', 'END b', ''] })
  expect(cut(['aab'], ['aa', 'ab'])).toMatchObject({ text: 'a', stop: 'aab' })
  expect(cut(['\n\n'], ['a\n'])).toMatchObject({ text: 'a\n' })
})

test('the one that ends first counts, and of two that end at once the one that began first, however the text is cut into pieces', () => {
  for (const [stops, text, wanted] of [
    [['b', 'ab'], 'xab', { text: 'x', stop: 'ab' }],
    [['a', 'ab'], 'xab', { text: 'x', stop: 'a' }],
    [['abc', 'b'], 'xabc', { text: 'xa', stop: 'b' }],
  ] as const) {
    for (let size = 1; size <= text.length; size += 1) expect(cut(stops, text.match(new RegExp(`.{1,${size}}`, 'g')) as string[]), `${text} in pieces of ${size}`).toMatchObject(wanted)
  }
})

test('without sequences, or with an empty one, nothing is held back', () => {
  expect(cut([], ['a', 'b'])).toEqual({ text: 'ab', handed: ['a', 'b', ''] })
  expect(cut([''], ['a'])).toEqual({ text: 'a', handed: ['a', ''] })
})

test('half of a character waits for the other one', () => {
  const stopping = new StopSequences([])
  expect(['a\ud83d', '\udc4bb\ud83d'].map((piece) => stopping.push(piece).text)).toEqual(['a', '👋b'])
  expect(stopping.rest()).toBe('\ud83d')
})
