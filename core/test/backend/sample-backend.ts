import { type Backend, type BackendDefinition, type Capabilities, defineBackend, type Decoder, type RunOptions, type RunRequest } from '@clinvk/plugin-sdk'

const everything: Capabilities = {
  resume: true,
  fork: true,
  deltas: true,
  reasoning: true,
  system_prompt: 'native',
  history: true,
  images: true,
  json_schema: true,
  max_turns: true,
  effort: true,
  allowed_tools: true,
  allowed_dirs: true,
  client_tools: true,
  approvals: true,
  interactive: true,
  channel: true,
}

const silent: Decoder = { line: () => [], end: () => [] }

/** A backend that can do everything, for a CLI that nobody starts. */
export function sampleBackend(change: Partial<BackendDefinition> = {}): Backend {
  return defineBackend({
    name: 'acme',
    title: 'Acme',
    capabilities: everything,
    find: () => Promise.resolve({ file: '/opt/acme' }),
    command: (request, found) => ({ file: found?.file ?? 'acme', args: ['--print'], stdin: request.input.map((part) => (part.type === 'text' ? part.text : '')).join(''), stop: { signal: 'SIGTERM', grace_ms: 1 } }),
    decoder: () => silent,
    ...change,
  })
}

/** A request with nothing asked for but an answer. */
export function plainRequest(change: Partial<Omit<RunRequest, 'options'>> & { readonly options?: Partial<RunOptions> } = {}): RunRequest {
  return {
    run_id: 'run',
    input: [{ type: 'text', text: 'hi' }],
    native_input: false,
    cwd: '/',
    ephemeral: false,
    ...change,
    options: { approval_mode: 'default', sandbox_mode: 'default', extra_flags: [], max_retries: 2, ...change.options },
  }
}
