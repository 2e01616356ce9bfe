import { expect, test } from 'vitest'
import { Repeats } from '../src/repeats.ts'

/** Pieces with the time of each; `null` stands for a pause of a second. */
function play(...pieces: (string | null)[]) {
  const repeats = new Repeats()
  let at = 0
  const texts = pieces.map((piece) => {
    at += piece === null ? 1000 : 10
    return piece === null ? '' : repeats.add(piece, at)
  })
  return { text: texts.join(''), end: repeats.end() }
}

test('an attempt that begins again after a pause adds only what is new', () => {
  expect(play('The answer ', 'is', null, 'The ', 'answer is', ' four.')).toEqual({ text: 'The answer is four.', end: { rest: '' } })
})

test('several attempts, each breaking off elsewhere', () => {
  expect(play('The answer ', 'is', null, 'The ans', null, 'The answer is', ' four.').text).toBe('The answer is four.')
})

test('a last attempt that is shorter is the whole message', () => {
  expect(play('The answer is long', null, 'The answer').end).toEqual({ rest: '', whole: 'The answer' })
})

test('a text that goes on after a pause is left alone', () => {
  expect(play('The answer ', null, 'is four.').text).toBe('The answer is four.')
  expect(play('The answer ', null, 'The', ' other').text).toBe('The answer The other')
})

test('the same words without a pause, or short ones, are no repetition', () => {
  expect(play('again and ', 'again and ', 'again').text).toBe('again and again and again')
  expect(play('ha', null, 'ha').text).toBe('haha')
})

test('what was held back for nothing is not lost', () => {
  const { text, end } = play('The answer ', null, 'The')
  expect(text + end.rest).toBe('The answer The')
})
