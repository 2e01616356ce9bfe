import { expect, test } from 'vitest'
import { inspect } from '../src/inspect.ts'
import { hostWith } from './host.ts'
import { foundOf } from './request.ts'

const told = (stdout: string, code: number | null = 0) => ({ ...hostWith({}), run: () => Promise.resolve({ code, stdout, stderr: '' }) })

test('a healthy CLI', async () => {
  expect(await inspect(told('0.61.0\n'), foundOf())).toEqual({ version: '0.61.0', problems: [] })
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
