import { ClinvkError } from '@clinvk/plugin-sdk'
import { expect, test } from 'vitest'
import { anthropicErrorBody } from '../../../src/http/anthropic/error-body.ts'
import { checkVersion } from '../../../src/http/anthropic/api-version.ts'

test.each([
  [new ClinvkError('invalid_request', 'bad', { details: { location: 'body.messages.0.content' } }), 400, 'invalid_request_error', 'messages.0.content: bad'],
  [new ClinvkError('authentication_error', 'no key'), 401, 'authentication_error', 'no key'],
  [new ClinvkError('permission_denied', 'no'), 403, 'permission_error', 'no'],
  [new ClinvkError('session_not_found', 'gone'), 404, 'not_found_error', 'gone'],
  [new ClinvkError('payload_too_large', 'big'), 413, 'request_too_large', 'big'],
  [new ClinvkError('backend_rate_limited', 'later'), 429, 'rate_limit_error', 'later'],
  [new ClinvkError('backend_error', 'broke'), 502, 'api_error', 'broke'],
  [new ClinvkError('overloaded', 'full'), 503, 'overloaded_error', 'full'],
  [new ClinvkError('timeout', 'late'), 504, 'timeout_error', 'late'],
])('%s', (error, status, type, message) => {
  expect(anthropicErrorBody(error, status, 'r')).toEqual({ type: 'error', error: { type, message, clinvk_code: error.code }, request_id: 'r' })
})

test('what is no version of the API is refused, without repeating it', () => {
  for (const version of ['', '2023-06-01', '2026-10-21']) expect(() => checkVersion({ get: () => version })).not.toThrow()
  for (const version of ['1', 'latest', '2023-06-01; x', '1023-06-01']) expect(() => checkVersion({ get: () => version })).toThrow(expect.objectContaining({ code: 'invalid_request', message: 'anthropic-version is not a valid version' }))
})
