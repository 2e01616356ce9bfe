import type { RunOptions, RunRequest } from '../request.ts'

/** Stands in every prompt of the kit and nowhere else: where it turns up, the prompt has got there. */
export const promptMarker = 'clinvk-kit-prompt-5e1f'

/** Members to lay over the plain request; `options` key by key. */
export type RequestChange = Partial<Omit<RunRequest, 'options'>> & { readonly options?: Partial<RunOptions> }

/** A request that every backend can serve, with some members changed. Its directory does not exist: nothing may look into it. */
export function plainRequest(change: RequestChange = {}): RunRequest {
  const { options, ...members } = change
  return {
    run_id: 'clinvk-kit-run',
    input: [{ type: 'text', text: `Answer with the word ${promptMarker}.` }],
    native_input: false,
    cwd: '/opt/clinvk-conformance/nowhere',
    ephemeral: false,
    ...members,
    options: { approval_mode: 'default', sandbox_mode: 'default', extra_flags: [], max_retries: 2, ...options },
  }
}
