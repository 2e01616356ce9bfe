import { ClinvkError, defineBackend, inputText } from '../../src/index.ts'
import type { Backend, Decoder, RunEvent, RunRequest } from '../../src/index.ts'

interface Totals {
  readonly in: number
  readonly out: number
}

/** A backend without a fault, for an imaginary CLI whose token counts are running totals of the conversation. */
export const tinyBackend: Backend = defineBackend({
  name: 'tiny',
  flags: { '--quiet': 0, '--seed': 1, '--image': 'many' },
  env: { uses: [], secrets: ['TINY_API_KEY'] },
  capabilities: { resume: true, fork: true, deltas: true, system_prompt: 'native', max_turns: true, allowed_tools: true },
  command(request, found) {
    const { model, sandbox_mode, approval_mode, system_prompt, max_turns, allowed_tools, extra_flags } = request.options
    if (approval_mode === 'always') {
      throw new ClinvkError('unsupported', 'tiny cannot ask anybody (approval "always")', { hint: 'Choose another approval.' })
    }
    const { backend_session_id, fork } = request.resume ?? {}
    return {
      file: found?.file ?? 'tiny',
      args: [
        ...extra_flags,
        '--json',
        ...(model === undefined ? [] : [`--model=${model}`]),
        ...(sandbox_mode === 'default' ? [] : [`--sandbox=${sandbox_mode}`]),
        ...(approval_mode === 'default' ? [] : [`--ask=${approval_mode}`]),
        ...(system_prompt === undefined ? [] : [{ path: 'system.md', prefix: '--system=' }]),
        ...(max_turns === undefined ? [] : [`--turns=${max_turns}`]),
        ...(allowed_tools ?? []).map((tool) => `--allow=${tool}`),
        ...(request.ephemeral ? ['--forget'] : []),
        ...(backend_session_id === undefined ? [] : [`--${fork === true ? 'fork' : 'resume'}=${backend_session_id}`]),
      ],
      stdin: inputText(request),
      ...(system_prompt === undefined ? {} : { files: { 'system.md': { content: system_prompt } } }),
      stop: { signal: 'SIGINT', grace_ms: 1000 },
    }
  },
  decoder: (request) => new TinyDecoder(request),
  mcpClient: {
    scopes: ['user', 'project'],
    trust: true,
    installation: ({ name, command: server, args, variables, trust }, { scope, home, cwd }) => ({
      file: `${scope === 'user' ? home : cwd}/.tiny.json`,
      add: ['mcp', 'add', `--scope=${scope}`, ...(trust ? ['--trust'] : []), name, '--', server, ...args],
      remove: ['mcp', 'remove', `--scope=${scope}`, name],
      has: (text) => Object.hasOwn(parse(text), name),
      more: { what: `variables: ${variables.join(', ')}`, write: (text) => JSON.stringify({ ...parse(text), variables }) },
    }),
  },
})

/** Reads the imaginary CLI. Its methods are small so that broken backends can replace one of them. */
export class TinyDecoder implements Decoder {
  ended = false
  readonly #before: Totals

  constructor(request: RunRequest) {
    this.#before = totals(request.resume?.state)
  }

  *line(text: string, stream: 'stdout' | 'stderr'): Iterable<RunEvent> {
    if (stream === 'stderr' || this.ended) return
    const said = parse(text)
    if (said['type'] === 'start') yield { type: 'init', content: { backend_session_id: String(said['session']) } }
    if (said['type'] === 'delta') yield this.delta(String(said['id']), String(said['text']))
    if (said['type'] === 'whole') yield { type: 'message', content: { id: String(said['id']), text: String(said['text']) } }
    if (said['type'] === 'tool') yield { type: 'tool_use', content: { tool_name: String(said['name']) } }
    if (said['type'] === 'result') yield* this.result(said)
    if (said['type'] === 'limit') yield this.error('backend_rate_limited', 'tiny was told to wait', 429)
    this.ended ||= said['type'] === 'result' || said['type'] === 'limit'
  }

  delta(id: string, text: string): RunEvent {
    return { type: 'message', content: { id, text, is_partial: true } }
  }

  *result(said: Readonly<Record<string, unknown>>): Iterable<RunEvent> {
    const now = totals(JSON.stringify(said['total']))
    yield {
      type: 'done',
      content: {
        model: String(said['model']),
        token_usage: { input_tokens: now.in - this.#before.in, output_tokens: now.out - this.#before.out },
        backend_state: JSON.stringify(now),
      },
    }
  }

  error(code: 'backend_rate_limited' | 'backend_error' | 'backend_output_invalid', message: string, status?: number): RunEvent {
    const details = status === undefined ? {} : { details: { status } }
    return { type: 'error', content: { code, message, hint: 'Try again.', ...details } }
  }

  *end({ code, signal, stopped_by }: Parameters<Decoder['end']>[0]): Iterable<RunEvent> {
    if (this.ended || stopped_by !== undefined) return
    yield this.error(code === 0 ? 'backend_output_invalid' : 'backend_error', `tiny ended without an answer (${signal ?? code})`)
  }
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(text))
  } catch {
    return {} // the imaginary CLI prints notes for people too
  }
}

function totals(text = '{}'): Totals {
  const { in: input, out: output } = parse(text)
  return { in: Number(input) || 0, out: Number(output) || 0 }
}
