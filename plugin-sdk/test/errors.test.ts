import { expect, test, vi } from 'vitest'
import * as own from '../src/errors.ts'

test('an error carries its code, hint, backend, details and cause', () => {
  const cause = new Error('EACCES')
  const facts = { hint: 'Do this.', backend: 'acme', details: { exit_code: 3 }, cause }
  const error = new own.ClinvkError('backend_error', 'acme could not start', facts)
  expect(error).toMatchObject({ name: 'ClinvkError', code: 'backend_error', ...facts })
  expect(String(error)).toBe('ClinvkError: acme could not start')
})

test('without options there is no hint and no cause', () => {
  const error = new own.ClinvkError('cancelled', 'stopped')
  expect(error.hint).toBeUndefined()
  expect('cause' in error).toBe(false)
})

test('an error of another copy of the package is recognised, though it is no instance of this class', async () => {
  vi.resetModules()
  const other = await import('../src/errors.ts')
  const error = new other.ClinvkError('timeout', 'too slow')
  expect(error).not.toBeInstanceOf(own.ClinvkError)
  expect(own.isClinvkError(error)).toBe(true)
  expect(other.isClinvkError(new own.ClinvkError('timeout', 'too slow'))).toBe(true)
})

test('an error that a plugin brands itself is recognised', () => {
  expect(own.isClinvkError(Object.assign(new Error('x'), { [Symbol.for('clinvk.error')]: true, code: 'unsupported' }))).toBe(true)
})

const brand = Symbol.for('clinvk.error')

const others = [new Error('x'), { code: 'timeout', name: 'ClinvkError' }, { [brand]: 1 }, null, undefined, 'timeout']
test.for(others)('%o is no clinvk error', (value) => {
  expect(own.isClinvkError(value)).toBe(false)
})

test('no code is listed twice', () => {
  expect(new Set(own.errorCodes).size).toBe(own.errorCodes.length)
})
