import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ClinvkError } from '@clinvk/plugin-sdk'
import { expect, onTestFinished, test } from 'vitest'
import type { Config } from '../../src/config/load.ts'
import { watchConfig } from '../../src/http/config-watch.ts'
import type { ServerLog } from '../../src/http/server-log.ts'

/** A configuration as far as the address goes. */
const on = (port: number, model = 'm') => ({ server: { host: '127.0.0.1', port }, model }) as unknown as Config

/** Follows a file that holds what `load` returns; tells what was done for each look. */
function following(first: Config, load: () => Promise<Config>) {
  const folder = mkdtempSync(join(tmpdir(), 'clinvk-follow-'))
  const path = join(folder, 'config.yaml')
  const done: string[] = []
  let wake: () => void = () => {}
  const note = (text: string) => (done.push(text), wake())
  const log = { info: (message: string) => note(message), warn: (message: string) => note(message) } as unknown as ServerLog
  onTestFinished(watchConfig({ path, first, address: ['server.port'], load, apply: (config) => note(`applied ${JSON.stringify(config)}`), log }))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return {
    done,
    // In one step: what is half written would be a change of its own.
    change: () => {
      writeFileSync(`${path}.new`, 'x')
      renameSync(`${path}.new`, path)
    },
    until: async (words: string) => {
      while (!done.some((text) => text.includes(words))) await new Promise<void>((resolve) => (wake = resolve))
    },
  }
}

test('what changed between the reading of the configuration and the first look at its file is taken over', async () => {
  const { done, until } = following(on(1), () => Promise.resolve(on(2)))
  await until('these changes count from the next start of the server: server.port')
  expect(done[0]).toContain('"port":2')
})

test('without a change nothing is done; a change of the file is taken over, a bad one is told and ignored', async () => {
  let next = () => Promise.resolve(on(1))
  let read: () => void = () => {}
  const first = new Promise<void>((resolve) => (read = resolve))
  const { done, change, until } = following(on(1), () => (read(), next()))
  await first
  next = () => Promise.resolve(on(1, 'other'))
  change()
  await until('the configuration has changed')
  expect(done).toEqual([`applied ${JSON.stringify(on(1, 'other'))}`, 'the configuration has changed'])
  next = () => Promise.reject(new ClinvkError('config_invalid', 'the port is no port'))
  change()
  await until('is ignored: the port is no port')
  expect(done).toHaveLength(3)
})
