import { describe, expect, test } from 'vitest'
import type { RunOptions } from '@clinvk/plugin-sdk'
import type { Permission } from '../../src/service/caller.ts'
import { checkCeiling, underCeiling } from '../../src/service/permission-ceiling.ts'
import type { PromptRequest } from '../../src/service/prompt-request.ts'

const plain: RunOptions = { approval_mode: 'default', sandbox_mode: 'default', extra_flags: [], max_retries: 0 }
const asked: PromptRequest = { prompt: 'x', cwd: '/', via: 'http' }
const allowed = (ceiling: Permission, options: Partial<RunOptions>, request: Partial<PromptRequest> = {}) => {
  try {
    checkCeiling({ ...plain, ...options }, { ...asked, ...request }, ceiling)
    return true
  } catch (error) {
    expect(error).toMatchObject({ code: 'permission_denied', details: { max_permission: ceiling } })
    return false
  }
}

describe.each([
  ['read-only', { 'read-only': true, workspace: false, full: false, default: true }],
  ['workspace', { 'read-only': true, workspace: true, full: false, default: true }],
  ['full', { 'read-only': true, workspace: true, full: true, default: true }],
] as const)('under %s', (ceiling, modes) => {
  test.each(Object.entries(modes))(`sandbox_mode %s is %s`, (mode, may) => {
    expect(allowed(ceiling, { sandbox_mode: mode as RunOptions['sandbox_mode'] })).toBe(may)
  })
})

test('asking nobody about more is more than read-only', () => {
  expect([allowed('read-only', { approval_mode: 'auto' }), allowed('workspace', { approval_mode: 'auto' }), allowed('read-only', { approval_mode: 'none' })]).toEqual([false, true, true])
})

test('tools that run unasked need full; those of the configuration are the operator\'s word', () => {
  expect([allowed('workspace', {}, { allowed_tools: ['Bash'] }), allowed('full', {}, { allowed_tools: ['Bash'] }), allowed('workspace', { allowed_tools: ['Bash'] })]).toEqual([false, true, true])
})

test('extra flags of a request need more than read-only', () => {
  expect([allowed('read-only', {}, { extra_flags: ['--effort=high'] }), allowed('workspace', {}, { extra_flags: ['--effort=high'] })]).toEqual([false, true])
})

test('who asks for nothing gets read-only where that is all', () => {
  expect(underCeiling(asked, 'read-only').sandbox_mode).toBe('read-only')
  expect(underCeiling({ ...asked, sandbox_mode: 'default' }, 'read-only').sandbox_mode).toBe('read-only')
  expect(underCeiling(asked, 'workspace').sandbox_mode).toBeUndefined()
})
