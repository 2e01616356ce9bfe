import type { RunOptions, RunRequest } from '@clinvk/plugin-sdk'

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
