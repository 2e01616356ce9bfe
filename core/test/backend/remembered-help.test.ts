import { utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { HelperAnswer, Host } from '@clinvk/plugin-sdk'
import { expect, test } from 'vitest'
import { rememberHelp } from '../../src/backend/remembered-help.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** A CLI in a folder of its own, and a host that counts how often it is run. */
function setUp(answer: HelperAnswer = { code: 0, stdout: '1.2.3', stderr: '' }) {
  const folder = temporaryFolder({ cli: 'program' })
  const calls: string[] = []
  const host = { run: (_file: string, args: readonly string[]) => Promise.resolve(calls.push(args.join(' ')) && answer) } as unknown as Host
  const remembering = (now = 1000) => rememberHelp(host, join(folder, 'cache'), () => now)
  return { folder, file: join(folder, 'cli'), calls, remembering }
}

test('a CLI is asked once for its version and its help, also by another process', async () => {
  const { file, calls, remembering } = setUp()
  expect(await remembering().run(file, ['--version'])).toEqual({ code: 0, stdout: '1.2.3', stderr: '' })
  expect(await remembering().run(file, ['--version'])).toEqual({ code: 0, stdout: '1.2.3', stderr: '' })
  await remembering().run(file, ['exec', '--help'])
  await remembering().run(file, ['exec', '--help'])
  expect(calls).toEqual(['--version', 'exec --help'])
})

test('another file, and a day, make it be asked again', async () => {
  const { file, calls, remembering } = setUp()
  await remembering().run(file, ['--version'])
  utimesSync(file, 1, 1)
  await remembering().run(file, ['--version'])
  writeFileSync(file, 'a longer program')
  await remembering().run(file, ['--version'])
  await remembering().run(file, ['--version'])
  expect(calls).toHaveLength(3)
  await remembering(1000 + 25 * 3600 * 1000).run(file, ['--version'])
  expect(calls).toHaveLength(4)
})

test('sign-in is asked each time, and so is what failed', async () => {
  const good = setUp()
  for (const _ of [1, 2]) await good.remembering().run(good.file, ['login', 'status'])
  expect(good.calls).toHaveLength(2)
  const bad = setUp({ code: null, stdout: '', stderr: '', timed_out: true })
  for (const _ of [1, 2]) await bad.remembering().run(bad.file, ['--version'])
  expect(bad.calls).toHaveLength(2)
})

test('a damaged note, or a folder that cannot be made, is no reason not to answer', async () => {
  const { folder, file, calls, remembering } = setUp()
  writeFileSync(join(folder, 'cache'), 'a file where the folder belongs')
  expect(await remembering().run(file, ['--version'])).toMatchObject({ stdout: '1.2.3' })
  expect(await remembering().run(file, ['--version'])).toMatchObject({ stdout: '1.2.3' })
  expect(calls).toHaveLength(2)
})
