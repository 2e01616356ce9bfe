import { statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Host } from '@clinvk/plugin-sdk'
import { expect, test } from 'vitest'
import { type Facts, find } from '../src/find.ts'
import { hostWith } from './host.ts'

const factsOf = async (host: Host) => (await find(host))?.data as Facts

test('nothing without the executable', async () => {
  expect(await find({ ...hostWith({}), findExecutable: () => Promise.resolve(undefined) })).toBeUndefined()
})

test('a user without a .gemini folder', async () => {
  const host = hostWith({})
  expect(await find(host)).toEqual({
    file: '/usr/bin/gemini',
    data: { user_home: host.home, login: { kind: 'key' }, settings: {}, entries: [], home_entries: [], storage: join(host.state_dir, 'home') },
  })
})

test('lists what a private home links to: everything but settings and conversations', async () => {
  const names = ['settings.json', 'GEMINI.md', 'commands/a.toml', 'tmp/x/chats/s.jsonl', 'history/x', 'projects.json', 'oauth_creds.json', '.env']
  const host = hostWith({ ...Object.fromEntries(names.map((name) => [`.gemini/${name}`, '{}'])), '.env': '', '.agents/skills/s': '', 'other.txt': '' })
  const facts = await factsOf(host)
  expect(facts.entries).toEqual(['.env', 'GEMINI.md', 'commands', 'oauth_creds.json'])
  expect(facts.home_entries).toEqual(['.agents', '.env'])
})

test('reads settings with comments, and says which file is broken without quoting it', async () => {
  expect((await factsOf(hostWith({ '.gemini/settings.json': '{ /* c */ "model": {"name": "x"} }' }))).settings).toEqual({ model: { name: 'x' } })
  const host = hostWith({ '.gemini/settings.json': '{ "token": secret-token }' })
  const { settings_error } = await factsOf(host)
  expect(settings_error).toContain(join(host.home, '.gemini/settings.json'))
  expect(settings_error).not.toContain('secret')
})

test('a key in ~/.gemini/.env counts, and stays there', async () => {
  const facts = await factsOf(hostWith({ '.gemini/.env': '# mine\nexport GEMINI_API_KEY="secret"\n', '.env': 'GOOGLE_GENAI_USE_VERTEXAI=true' }))
  expect(facts.login).toEqual({ kind: 'key', type: 'gemini-api-key' })
  expect(JSON.stringify(facts)).not.toContain('secret')
})

test('the environment wins over the file', async () => {
  const host = hostWith({ '.gemini/.env': 'GOOGLE_GENAI_USE_VERTEXAI=true' }, { GOOGLE_GENAI_USE_VERTEXAI: 'false', GEMINI_API_KEY: 'x' })
  expect((await factsOf(host)).login.type).toBe('gemini-api-key')
})

test('GEMINI_CLI_HOME moves the home', async () => {
  const other = hostWith({ '.gemini/settings.json': '{"security":{"auth":{"selectedType":"oauth-personal"}}}' })
  const facts = await factsOf(hostWith({}, { GEMINI_CLI_HOME: other.home }))
  expect(facts).toMatchObject({ user_home: other.home, login: { kind: 'user', type: 'oauth-personal' } })
})

test('makes the folder for conversations, for the user only, and keeps what is in it', async () => {
  const host = hostWith({})
  await find(host)
  const registry = join(host.state_dir, 'home', 'projects.json')
  expect(statSync(join(host.state_dir, 'home', 'tmp')).mode & 0o777).toBe(0o700)
  writeFileSync(registry, 'kept')
  expect((await factsOf(host)).storage).toBe(join(host.state_dir, 'home'))
  expect(statSync(registry).size).toBe(4)
})

test('no folder for conversations where none can be made', async () => {
  const host = hostWith({ file: '' })
  expect(await factsOf({ ...host, state_dir: join(host.home, 'file') })).not.toHaveProperty('storage')
})
