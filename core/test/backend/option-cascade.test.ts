import { describe, expect, test } from 'vitest'
import { type AskedOptions, resolveOptions } from '../../src/backend/option-cascade.ts'
import { configDefaults } from '../../src/config/defaults.ts'
import type { Config } from '../../src/config/load.ts'

type Entry = NonNullable<Config['backends'][string]>

function resolved(asked: AskedOptions, own: Entry = {}, unified: Partial<Config['unified_flags']> = {}) {
  const defaults = configDefaults() as unknown as Config
  return resolveOptions(asked, 'acme', { ...defaults, unified_flags: { ...defaults.unified_flags, ...unified }, backends: { acme: own, other: { model: 'not-this', extra_flags: ['--not-this'] } } })
}

test('nothing asked, nothing configured: the defaults and nothing else', () => {
  expect(resolved({})).toEqual({ approval_mode: 'default', sandbox_mode: 'default', extra_flags: [], max_retries: 2 })
})

describe('modes: what the run says, then unified_flags, then the backend; `default` says nothing', () => {
  test.each([
    ['none', 'auto', 'always', 'none'],
    [undefined, 'auto', 'always', 'auto'],
    [undefined, 'default', 'always', 'always'],
    ['default', 'default', 'always', 'always'],
    ['default', 'auto', 'always', 'auto'],
    ['default', 'default', undefined, 'default'],
  ] as const)('asked %s, unified %s, backend %s: %s', (asked, unified, own, result) => {
    expect(resolved(asked === undefined ? {} : { approval_mode: asked }, own === undefined ? {} : { approval_mode: own }, { approval_mode: unified }).approval_mode).toBe(result)
  })

  test('the sandbox follows the same rule', () => {
    expect(resolved({ sandbox_mode: 'full' }, { sandbox_mode: 'workspace' }, { sandbox_mode: 'read-only' }).sandbox_mode).toBe('full')
    expect(resolved({}, { sandbox_mode: 'workspace' }, { sandbox_mode: 'read-only' }).sandbox_mode).toBe('read-only')
    expect(resolved({}, { sandbox_mode: 'workspace' }).sandbox_mode).toBe('workspace')
  })
})

describe('the model', () => {
  test.each([
    ['asked', { model: 'a' }, { model: 'b' }, 'a'],
    ['configured', {}, { model: 'b' }, 'b'],
    ['configured when an empty one is asked', { model: '' }, { model: 'b' }, 'b'],
    ['unchanged, whatever it looks like', { model: 'vendor/Model-4.5[1m]' }, {}, 'vendor/Model-4.5[1m]'],
    ["none for the backend's bare name, which means its own default", { model: 'acme' }, { model: 'b' }, undefined],
    ['none for the bare name in the configuration', {}, { model: 'acme' }, undefined],
    ['none when none is named', {}, { model: '' }, undefined],
  ] as const)('is %s', (_what, asked, own, model) => {
    expect(resolved(asked, own).model).toBe(model)
  })
})

describe('limits', () => {
  test.each([
    [{}, 5, 5],
    [{ max_turns: 3 }, 5, 3],
    [{ max_turns: 0 }, 5, undefined],
    [{}, 0, undefined],
  ])('asked %j with max_turns %s configured: %s', (asked, configured, result) => {
    expect(resolved(asked, {}, { max_turns: configured }).max_turns).toBe(result)
  })

  test('0 retries asked for are 0 retries', () => {
    expect(resolved({ max_retries: 0 }, {}, { max_retries: 5 }).max_retries).toBe(0)
    expect(resolved({}, {}, { max_retries: 5 }).max_retries).toBe(5)
  })
})

describe('texts and lists', () => {
  test('what the run says replaces what the backend entry says, an empty one too', () => {
    const own = { system_prompt: 'own', allowed_tools: ['Own'], allowed_dirs: ['/own'] }
    expect(resolved({}, own)).toMatchObject(own)
    expect(resolved({ system_prompt: 'asked', allowed_tools: ['Asked'], allowed_dirs: ['/asked'] }, own)).toMatchObject({ system_prompt: 'asked', allowed_tools: ['Asked'], allowed_dirs: ['/asked'] })
    expect(resolved({ system_prompt: '', allowed_tools: [], allowed_dirs: [] }, own)).toEqual({ approval_mode: 'default', sandbox_mode: 'default', extra_flags: [], max_retries: 2 })
  })

  test("the backend's extra flags come after the run's", () => {
    expect(resolved({ extra_flags: ['--effort', 'high'] }, { extra_flags: ['--quiet'] }).extra_flags).toEqual(['--effort', 'high', '--quiet'])
  })
})

test('a configured `all` of old files names no tool; one that is asked for is passed on', () => {
  expect(resolved({}, { allowed_tools: ['all'] })).not.toHaveProperty('allowed_tools')
  expect(resolved({}, { allowed_tools: ['all', 'Read'] })).toMatchObject({ allowed_tools: ['all', 'Read'] })
  expect(resolved({ allowed_tools: ['all'] })).toMatchObject({ allowed_tools: ['all'] })
})
