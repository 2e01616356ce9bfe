import type { RunOptions, RunRequest } from '@clinvk/plugin-sdk'

/** What a test wants to be different. */
type Change = Partial<Omit<RunRequest, 'options'>> & { readonly options?: Partial<RunOptions> }

/** A plain request, with some members and options changed. */
export function request(change: Change = {}): RunRequest {
  const { options, ...members } = change
  return {
    run_id: 'run-1',
    input: [{ type: 'text', text: 'Say hello.' }],
    native_input: false,
    cwd: '/home/user/project',
    ephemeral: false,
    ...members,
    options: { approval_mode: 'default', sandbox_mode: 'default', extra_flags: [], max_retries: 2, ...options },
  }
}

/** A request whose prompt is `text`. */
export function saying(text: string, change: Change = {}): RunRequest {
  return request({ ...change, input: [{ type: 'text', text }] })
}
