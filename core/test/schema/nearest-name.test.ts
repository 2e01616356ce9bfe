import { describe, expect, test } from 'vitest'
import { distance, nearestName } from '../../src/schema/nearest-name.ts'

test.each([
  ['', '', 0],
  ['a', '', 1],
  ['', 'abc', 3],
  ['codex', 'codex', 0],
  ['codx', 'codex', 1],
  ['codexx', 'codex', 1],
  ['cedex', 'codex', 1],
  ['cdoex', 'codex', 1],
  ['cluade', 'claude', 1],
  ['sesion', 'sessions', 2],
  ['abc', 'xyz', 3],
])('from %j to %j it takes %i edits, and as many back', (a, b, edits) => {
  expect([distance(a, b), distance(b, a)]).toEqual([edits, edits])
})

describe('the name that was probably meant', () => {
  const known = ['claude', 'codex', 'gemini', 'help', 'version', 'backends']

  test.each([
    ['cluade', 'claude'],
    ['codx', 'codex'],
    ['gemni', 'gemini'],
    ['backnd', 'backends'],
    ['verison', 'version'],
    ['hlep', 'help'],
    ['hepl', 'help'],
    ['claude', 'claude'],
  ])('%s: %s', (word, name) => {
    expect(nearestName(word, known)).toBe(name)
  })

  test.each(['hello', 'hi', 'why', 'backup', 'mistral', '', 'explain'])('%j is near none', (word) => {
    expect(nearestName(word, known)).toBeUndefined()
  })

  test('the nearer of two counts', () => {
    expect(nearestName('session', ['sessionss', 'sessions'])).toBe('sessions')
  })

  test('a name as short as the number of edits is no guess', () => {
    expect(nearestName('x', ['y', 'xy'])).toBe('xy')
  })
})
