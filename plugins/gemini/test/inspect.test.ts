import { expect, test } from 'vitest'
import { inspect } from '../src/inspect.ts'
import { hostWith } from './host.ts'
import { foundOf } from './request.ts'

const told = (stdout: string, code: number | null = 0) => ({ ...hostWith({}), run: () => Promise.resolve({ code, stdout, stderr: '' }) })

test('a healthy CLI', async () => {
  expect(await inspect(told('0.61.0\n'), foundOf())).toEqual({ version: '0.61.0', missing_flags: [], bad_versions: [expect.objectContaining({ versions: 'before 0.61.0' })], problems: [] })
  expect((await inspect(told('0.100.2'), foundOf())).problems).toEqual([])
})

test('an old one is a problem, and tells its version', async () => {
  const { version, problems } = await inspect(told('0.9.0'), foundOf())
  expect(version).toBe('0.9.0')
  expect(problems).toEqual([expect.stringContaining('update it')])
})

test('one that does not answer, and settings that cannot be read', async () => {
  expect((await inspect(told('', 1), foundOf())).problems).toEqual([expect.stringContaining('reinstall')])
  expect((await inspect(told('0.61.0'), foundOf({ settings_error: '"/x/settings.json" is broken' }))).problems).toEqual([expect.stringContaining('/x/settings.json')])
})

test('signed in: a key in the environment and a kept login are seen, nothing at all is told, a key store cannot be', async () => {
  const asked = async (facts: Parameters<typeof foundOf>[0], env: Record<string, string> = {}) => (await inspect({ ...told('0.61.0'), env }, foundOf(facts))).signed_in
  expect(await asked({}, { GEMINI_API_KEY: 'k' })).toBe(true)
  expect(await asked({})).toBeUndefined()
  expect(await asked({ login: { kind: 'user', type: 'oauth-personal' }, entries: ['oauth_creds.json'] })).toBe(true)
  expect(await asked({ login: { kind: 'user', type: 'oauth-personal' } })).toBeUndefined()
  expect(await asked({ login: { kind: 'key' } })).toBe(false)
  expect(await asked({ login: { kind: 'key' }, settings_error: 'broken' })).toBeUndefined()
})

test('flags that its help no longer offers are told', async () => {
  const help = '--output-format --model --resume --approval-mode --allowed-tools --include-directories'
  const host = { ...told('0.61.0'), run: (_file: string, args: readonly string[]) => Promise.resolve({ code: 0, stdout: args[0] === '--help' ? help : '0.62.0', stderr: '' }) }
  expect(await inspect(host, foundOf())).toMatchObject({ missing_flags: ['--admin-policy'], problems: [expect.stringContaining('no longer offers --admin-policy')] })
})
