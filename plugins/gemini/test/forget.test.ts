import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { forget } from '../src/forget.ts'
import { hostWith } from './host.ts'

const id = 'c9126549-eb54-40b9-9ae4-556648f20c3b'
const twin = 'c9126549-0000-4000-8000-000000000000'
const chat = (session: string) => `${JSON.stringify({ sessionId: session })}\n${JSON.stringify({ type: 'user', content: 'x' })}\n`
const files = {
  mine: '.gemini/tmp/project/chats/session-2026-11-20T19-06-c9126549.jsonl',
  later: '.gemini/tmp/project/chats/session-2026-11-20T19-09-c9126549.jsonl',
  output: `.gemini/tmp/project/tool-outputs/session-${id}/1.txt`,
  plan: `.gemini/tmp/project/${id}/plans/p.md`,
  twin: '.gemini/tmp/project/chats/session-2026-11-20T19-07-c9126549.jsonl',
  other: '.gemini/tmp/project/chats/session-2026-11-20T19-06-aaaaaaaa.jsonl',
  unreadable: '.gemini/tmp/project/chats/session-2026-11-20T19-08-c9126549.jsonl',
  settings: '.gemini/settings.json',
}

test('removes the files of the session and nothing else, not even with the same short id', async () => {
  const contents = { mine: chat(id), later: chat(id), output: 'x', plan: 'x', twin: chat(twin), other: chat(twin), unreadable: 'no JSON', settings: '{}' }
  const host = hostWith(Object.fromEntries(Object.entries(files).map(([name, path]) => [path, contents[name as keyof typeof contents]])))
  await forget(host, { backend_session_id: id, cwd: '/home/user/work' })
  const left = Object.entries(files).flatMap(([name, path]) => (existsSync(join(host.home, path)) ? [name] : []))
  expect(left).toEqual(['twin', 'other', 'unreadable', 'settings'])
})

test('does nothing without an id, with a senseless one, or without any conversation', async () => {
  const host = hostWith({ [files.mine]: chat(id) })
  await forget(host, { cwd: '/' })
  await forget(host, { backend_session_id: '../../..', cwd: '/' })
  await forget(hostWith({}), { backend_session_id: id, cwd: '/' })
  expect(existsSync(join(host.home, files.mine))).toBe(true)
})
