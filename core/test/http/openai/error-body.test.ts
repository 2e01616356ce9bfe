import { ClinvkError } from '@clinvk/plugin-sdk'
import { expect, test } from 'vitest'
import { openaiErrorBody } from '../../../src/http/openai/error-body.ts'

test.each([
  [new ClinvkError('invalid_request', 'bad', { details: { location: 'body.messages.0.content.1.type' } }), 400, { type: 'invalid_request_error', param: 'messages[0].content[1].type', code: 'invalid_request' }],
  [new ClinvkError('authentication_error', 'no key'), 401, { type: 'invalid_request_error', param: null, code: 'invalid_api_key' }],
  [new ClinvkError('backend_rate_limited', 'later'), 429, { type: 'rate_limit_error', param: null, code: 'rate_limit_exceeded' }],
  [new ClinvkError('backend_error', 'broke'), 502, { type: 'server_error', param: null, code: 'backend_error' }],
  [new ClinvkError('invalid_request', 'no such model', { details: { vendor_code: 'model_not_found' } }), 404, { type: 'invalid_request_error', param: null, code: 'model_not_found' }],
])('%s', (error, status, body) => {
  expect(openaiErrorBody(error, status)).toEqual({ error: { message: error.message, ...body } })
})
