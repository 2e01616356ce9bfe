import { constants } from 'node:os'
import { type ErrorCode, errorCodes } from '@clinvk/plugin-sdk'
import { describe, expect, test } from 'vitest'
import { exitCode } from '../../src/service/exit-code.ts'

const fixed: Partial<Record<ErrorCode, number>> = {
  invalid_request: 1,
  unsupported: 1,
  payload_too_large: 1,
  config_invalid: 3,
  authentication_error: 5,
  permission_denied: 5,
  rate_limit_exceeded: 5,
  overloaded: 5,
  backend_not_found: 2,
  backend_unavailable: 2,
  backend_disabled: 2,
  backend_unauthenticated: 2,
  plugin_load_failed: 2,
  plugin_invalid: 2,
  backend_output_invalid: 1,
  timeout: 6,
  cancelled: 7,
  session_not_found: 4,
  session_ambiguous: 4,
  session_busy: 4,
  session_not_resumable: 4,
  session_corrupt: 4,
  internal_error: 1,
}

test('no failure is 0', () => {
  expect(exitCode(undefined)).toBe(0)
})

describe.each(Object.entries(fixed) as [ErrorCode, number][])('%s', (code, exit) => {
  test(`is ${exit}, whatever the CLI exited with`, () => {
    expect(exitCode({ code })).toBe(exit)
    expect(exitCode({ code, details: { exit_code: 99, signal: 'SIGKILL' } })).toBe(exit)
  })
})

test("the codes that follow the CLI's own are the remaining two", () => {
  expect(errorCodes.filter((code) => fixed[code] === undefined)).toEqual(['backend_error', 'backend_rate_limited'])
})

describe.each(['backend_error', 'backend_rate_limited'] as const)('%s', (code) => {
  test.each([
    [undefined, 1],
    [{}, 1],
    [{ exit_code: 0 }, 1],
    [{ exit_code: 7 }, 7],
    [{ exit_code: 255 }, 255],
    [{ signal: 'SIGKILL' }, 128 + constants.signals.SIGKILL],
    [{ signal: 'SIGTERM', exit_code: 0 }, 143],
    [{ signal: 'SIGNONE' }, 1],
    [{ signal: 'toString' }, 1],
    // Outside of what a process can exit with: 256 would wrap round to success.
    [{ exit_code: 256 }, 1],
    [{ exit_code: -1 }, 1],
    [{ exit_code: 1.5 }, 1],
    [{ exit_code: Number.NaN }, 1],
  ])('with %j is %i', (details, exit) => {
    expect(exitCode({ code, details })).toBe(exit)
  })
})
