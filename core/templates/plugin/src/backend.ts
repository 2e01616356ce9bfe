// Types only: nothing of the SDK is needed when the plugin runs.
import type { Backend, ErrorCode, RunEvent } from '@clinvk/plugin-sdk'

/** An error that clinvk knows by its code. It says what was attempted, and `hint` one thing to do. Never put a prompt or a key into it. */
function refusal(code: ErrorCode, message: string, hint: string): Error {
  return Object.assign(new Error(message), { [Symbol.for('clinvk.error')]: true, code, hint })
}

function failure(code: ErrorCode, message: string, hint: string): RunEvent {
  return { type: 'error', content: { code, message, hint } }
}

/** A line as the CLI prints it. All is unknown, for a CLI may print anything. */
interface Line {
  readonly event?: unknown
  readonly model?: unknown
  readonly text?: unknown
  readonly reason?: unknown
  readonly tokens?: { readonly read?: unknown; readonly written?: unknown } | null
}

function parse(text: string): Line {
  try {
    return Object(JSON.parse(text)) as Line
  } catch {
    return {} // a line that is no JSON is no event
  }
}

const words = (value: unknown): string => (typeof value === 'string' ? value : '')
const count = (value: unknown): number => (typeof value === 'number' ? value : 0)

const backend: Backend = {
  contract: 1,
  name: '{{name}}',
  title: '{{title}}',
  vendor: '{{name}}',
  install: 'npm install -g {{name}}',
  models: { known: ['{{name}}-large'], patterns: ['{{name}}-*'] },
  flags: { '--seed': 1 },
  env: { uses: [], secrets: ['{{variable}}_API_KEY'] },
  limits: { prompt_chars: 100_000 },
  capabilities: { deltas: true },

  async find(host) {
    const file = await host.findExecutable('{{name}}')
    return file === undefined ? undefined : { file }
  },

  async inspect(host, { file }) {
    const { code, stdout } = await host.run(file, ['--version'])
    if (code === 0 && stdout.trim() !== '') return { version: stdout.trim(), problems: [] }
    return { problems: [`"${file} --version" tells no version; install {{title}} again`] }
  },

  // What to start. The prompt goes to stdin, never into an argument; what the CLI cannot do is refused, never dropped.
  command({ input, options }, found) {
    const { model, sandbox_mode, approval_mode, extra_flags, max_retries } = options
    if (sandbox_mode !== 'default' || approval_mode !== 'default') {
      const asked = `sandbox "${sandbox_mode}" with approval "${approval_mode}"`
      throw refusal('unsupported', `{{title}} knows no ${asked}`, 'Leave both at "default".')
    }
    const args = ['--json', `--retries=${max_retries}`, ...(model === undefined ? [] : [`--model=${model}`]), ...extra_flags]
    const stdin = input.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n\n')
    return { file: found?.file ?? '{{name}}', args, stdin, stop: { signal: 'SIGINT', grace_ms: 2000 } }
  },

  // How to read the output of one run: the first event is `init`, the last one `done` or `error`.
  decoder() {
    let over = false
    return {
      *line(text, stream) {
        if (stream !== 'stdout') return
        const { event, model, text: piece, reason, tokens } = parse(text)
        if (event === 'start') yield { type: 'init', content: { model: words(model) } }
        if (event === 'text') yield { type: 'message', content: { text: words(piece), is_partial: true } }
        if (event === 'end') {
          const token_usage = { input_tokens: count(tokens?.read), output_tokens: count(tokens?.written) }
          yield { type: 'done', content: { model: words(model), token_usage } }
        }
        if (event === 'fail' && reason === 'rate limit') {
          yield failure('backend_rate_limited', '{{title}} has reached the limit of your account', 'Wait, or ask another backend.')
        } else if (event === 'fail') {
          yield failure('backend_error', '{{title}} could not answer', 'Run "{{name}}" by hand to see why.')
        }
        over ||= event === 'end' || event === 'fail'
      },
      *end({ code, signal, stopped_by }) {
        if (over || stopped_by !== undefined) return
        const how = signal ?? `exit ${code}`
        yield failure('backend_error', `{{title}} ended without an answer (${how})`, 'Run "{{name}}" by hand to see why.')
      },
    }
  },
}

export default backend
