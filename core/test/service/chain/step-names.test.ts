import { describe, expect, test } from 'vitest'
import { StepNames } from '../../../src/service/chain/step-names.ts'

const names = new StepNames(['design', undefined, 'code review', 'design'])

describe('an earlier step is found', () => {
  test.each([
    ['design', 1, 0],
    ['code review', 3, 2],
    ['1', 1, 0],
    ['2', 3, 1],
  ])('%s before step %i', (named, step, index) => {
    expect(names.earlier(named, step)).toBe(index)
  })
})

describe('a step is refused', () => {
  test.each([
    ['desing', 1, 'there is no step "desing"', 'Did you mean "design"?'],
    ['0', 1, 'there is no step 0', 'Name a step from 1 to 4, or one by its name.'],
    ['5', 3, 'there is no step 5', 'Name a step from 1 to 4, or one by its name.'],
    ['99999999999999999999', 1, 'there is no step 99999999999999999999', 'Name a step from 1 to 4, or one by its name.'],
    ['-1', 1, 'there is no step "-1"', 'Name a step from 1 to 4, or one by its name.'],
    ['code review', 1, 'step 3 runs after step 2', 'Refer to a step that stands before this one.'],
    ['2', 1, 'step 2 cannot refer to itself', 'Refer to a step that stands before this one.'],
    ['design', 0, 'step 1 cannot refer to itself', 'Refer to a step that stands before this one.'],
  ])('%s, by step with index %i', (named, step, message, hint) => {
    expect(names.earlier(named, step)).toEqual({ message, hint })
  })

  test('a long name is cut', () => {
    expect(names.earlier('x'.repeat(1_000_000), 1)).toMatchObject({ message: `there is no step "${'x'.repeat(60)}…"` })
  })

  test('for its name: one that is taken, or a number', () => {
    expect(names.problem(3)?.message).toBe('step 4 has the name of step 1: "design"')
    expect([names.problem(0), names.problem(1), names.problem(2)]).toEqual([undefined, undefined, undefined])
    expect(new StepNames(['2']).problem(0)?.message).toBe('the name "2" is a number')
    expect(new StepNames([' ']).problem(0)?.message).toBe('the name is empty')
  })
})
