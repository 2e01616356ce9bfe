import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { configDefaults } from '../../src/config/defaults.ts'
import type { Config } from '../../src/config/load.ts'
import { ApiKeys, type ApiKeyOptions } from '../../src/service/api-keys.ts'

const defaults = (configDefaults() as unknown as Config).server
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const keysWith = (config: Partial<Config['server']>, more: Partial<ApiKeyOptions> = {}) =>
  new ApiKeys({ config: { ...defaults, ...config }, env: {}, gopass: () => Promise.reject(new Error('gopass was asked')), warn: () => {}, ...more })

describe('keys of the configuration', () => {
  test('are known by their hash, or by a variable', async () => {
    const keys = keysWith({ keys: { ci: { sha256: sha256('secret') }, app: { env: 'CLINVK_KEY_APP' } } }, { env: { CLINVK_KEY_APP: 'other' } })
    expect(await keys.identify('secret')).toMatchObject({ kind: 'known', caller: { name: 'ci', scopes: ['run', 'sessions', 'admin'], max_permission: 'workspace' } })
    expect(await keys.identify('other')).toMatchObject({ kind: 'known', caller: { name: 'app' } })
    expect(await keys.identify(sha256('secret'))).toEqual({ kind: 'invalid' })
  })

  test('bring what they may do, never more than the server allows', async () => {
    const keys = keysWith({ max_permission: 'workspace', keys: { a: { sha256: sha256('a'), scopes: ['run'], backends: ['codex'], max_permission: 'full', rps: 2 }, b: { sha256: sha256('b'), max_permission: 'read-only', rps: 1, burst: 9 } } })
    expect(await keys.identify('a')).toEqual({ kind: 'known', caller: { name: 'a', scopes: ['run'], backends: ['codex'], max_permission: 'workspace', rate: { rps: 2, burst: 4 } } })
    expect(await keys.identify('b')).toMatchObject({ caller: { max_permission: 'read-only', rate: { rps: 1, burst: 9 } } })
  })

  test('count beside those of CLINVK_API_KEYS', async () => {
    const keys = keysWith({ keys: { a: { sha256: sha256('a') } } }, { env: { CLINVK_API_KEYS: 'b' } })
    expect([(await keys.identify('a')).kind, (await keys.identify('b')).kind]).toEqual(['known', 'known'])
  })

  test('that stand in CLINVK_API_KEYS, too, may do what their entry says and no more', async () => {
    const keys = keysWith({ keys: { a: { sha256: sha256('a'), scopes: ['run'] } } }, { env: { CLINVK_API_KEYS: 'a,b' } })
    expect(await keys.identify('a')).toMatchObject({ caller: { name: 'a', scopes: ['run'] } })
  })

  test('are each one of its own', () => {
    expect(() => keysWith({ keys: { a: { sha256: sha256('one') }, b: { sha256: sha256('two') }, c: { env: 'CLINVK_KEY_C' } } }, { env: { CLINVK_KEY_C: 'one' } })).toThrow('server.keys.c is the same key as server.keys.a')
  })

  test.each([
    [{}, 'needs either sha256 or env'],
    [{ sha256: sha256('a'), env: 'CLINVK_KEY_A' }, 'needs either sha256 or env'],
    [{ env: 'CLINVK_KEY_A' }, 'names the variable CLINVK_KEY_A, which is not set'],
  ])('%j is refused', (key, message) => {
    expect(() => keysWith({ keys: { a: key } })).toThrow(message)
  })
})

describe('gopass', () => {
  /** Keeps what it is told to say, and counts how often it is asked. */
  function vault(answers: { code: number | null; stdout: string }[], clock: () => number) {
    const asked: string[] = []
    const warnings: string[] = []
    const gopass = async (path: string) => {
      asked.push(path)
      return answers.length > 1 ? (answers.shift() as { code: number; stdout: string }) : (answers[0] as { code: number; stdout: string })
    }
    return { asked, warnings, keys: keysWith({ api_keys_gopass_path: 'team/keys' }, { gopass, clock, warn: (message) => warnings.push(message) }) }
  }

  test('is asked once for all requests of five minutes, also for those that come together', async () => {
    let now = 0
    const { asked, keys } = vault([{ code: 0, stdout: 'one\ntwo\n' }], () => now)
    await Promise.all([keys.identify('one'), keys.identify('two'), keys.identify('wrong')])
    expect(asked).toEqual(['team/keys'])
    now = 299_000
    expect(await keys.identify('two')).toMatchObject({ kind: 'known', caller: { name: 'gopass-2' } })
    expect(asked.length).toBe(1)
    now = 301_000
    await keys.identify('two')
    expect(asked.length).toBe(2)
  })

  test.each([
    [{ code: 1, stdout: 'one' }, 'exit code 1'],
    [{ code: null, stdout: '' }, 'did not answer'],
    [{ code: 0, stdout: ' \n' }, 'gave none'],
  ])('that fails (%j) closes the server, and is asked again after some seconds', async (failure, why) => {
    let now = 0
    const { asked, keys, warnings } = vault([failure, { code: 0, stdout: 'one' }], () => now)
    expect(await keys.identify('one')).toEqual({ kind: 'unavailable' })
    expect(await keys.identify('one')).toEqual({ kind: 'unavailable' })
    expect(asked.length).toBe(1)
    expect(warnings).toEqual([expect.stringContaining(why)])
    now = 6000
    expect((await keys.identify('one')).kind).toBe('known')
  })

  test('closes the server too when it fails after it has worked: a key may have been taken back', async () => {
    let now = 0
    const { keys } = vault([{ code: 0, stdout: 'one' }, { code: 1, stdout: '' }], () => now)
    expect((await keys.identify('one')).kind).toBe('known')
    now = 301_000
    expect((await keys.identify('one')).kind).toBe('unavailable')
  })

  test('is not asked where no key is sent', async () => {
    const { asked, keys } = vault([{ code: 0, stdout: 'one' }], () => 0)
    expect(await keys.identify(undefined)).toEqual({ kind: 'missing' })
    expect(asked).toEqual([])
  })

  test('gives way to CLINVK_API_KEYS', async () => {
    expect((await keysWith({ api_keys_gopass_path: 'x' }, { env: { CLINVK_API_KEYS: 'a' } }).identify('a')).kind).toBe('known')
  })

  test.each(['-h', 'a b', '$(id)', 'a;b', 'ä'])('is not given the path %j', (path) => {
    expect(() => keysWith({ api_keys_gopass_path: path })).toThrow('is no path of gopass')
  })
})
