import type { Found, RunOptions, RunRequest } from '@clinvk/plugin-sdk'
import type { Facts } from '../src/find.ts'

/** A plain request with some members changed; `options` key by key. */
export function requestOf(change: Partial<Omit<RunRequest, 'options'>> & { options?: Partial<RunOptions> } = {}): RunRequest {
  const { options, ...members } = change
  return {
    run_id: 'run',
    input: [{ type: 'text', text: 'say hello' }],
    native_input: false,
    cwd: '/home/user/work',
    ephemeral: false,
    ...members,
    options: { approval_mode: 'default', sandbox_mode: 'default', extra_flags: [], max_retries: 2, ...options },
  }
}

export function ask(text: string, change: Parameters<typeof requestOf>[0] = {}): RunRequest {
  return requestOf({ ...change, input: [{ type: 'text', text }] })
}

/** What `find` tells of a user with an API key, with some facts changed. */
export function foundOf(change: Partial<Facts> = {}): Found {
  const facts: Facts = {
    user_home: '/home/user',
    login: { kind: 'key', type: 'gemini-api-key' },
    settings: {},
    entries: [],
    home_entries: [],
    storage: '/state/home',
    ...change,
  }
  return { file: '/usr/bin/gemini', data: facts }
}

export const sessionId = 'c9126549-eb54-40b9-9ae4-556648f20c3b'
