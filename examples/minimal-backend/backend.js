// What the host recognises as an error with a code and a hint. (ClinvkError of @clinvk/plugin-sdk is the same with types.)
const refusal = (code, message, hint) => Object.assign(new Error(message), { [Symbol.for('clinvk.error')]: true, code, hint })
const failure = (message, hint) => ({ type: 'error', content: { code: 'backend_error', message, hint } })
const parse = (line) => { try { return Object(JSON.parse(line)) } catch { return {} } } // a line that is no JSON is no event

/** @type {import('@clinvk/plugin-sdk').Backend} */
export default {
  contract: 1, name: 'acme', title: 'Acme CLI', vendor: 'acme', install: 'npm install -g acme-cli',
  models: { known: ['acme-large'], patterns: ['acme-*'] },
  flags: { '--seed': 1 }, env: { uses: [], secrets: ['ACME_API_KEY'] }, limits: { prompt_chars: 100_000 },
  capabilities: { deltas: true },
  find: (host) => host.findExecutable('acme').then((file) => file && { file }),
  async inspect(host, { file }) {
    const { code, stdout } = await host.run(file, ['--version'])
    if (code !== 0 || stdout.trim() === '') return { problems: [`"${file} --version" tells no version; install it again`] }
    return { version: stdout.trim(), problems: [] }
  },
  command({ input, options }, found) {
    const { model, sandbox_mode: sandbox, approval_mode: approval, extra_flags, max_retries } = options
    if (sandbox !== 'default' || approval !== 'default')
      throw refusal('unsupported', `acme has no sandbox "${sandbox}" with approval "${approval}"`, 'Leave both at "default".')
    const args = ['--json', `--retries=${max_retries}`, ...(model ? [`--model=${model}`] : []), ...extra_flags]
    const stdin = input.map(({ text }) => text).join('\n\n')
    return { file: found?.file ?? 'acme', args, stdin, stop: { signal: 'SIGINT', grace_ms: 2000 } }
  },
  decoder: () => ({
    *line(line, stream) {
      const { event, model, text, tokens, reason } = stream === 'stdout' ? parse(line) : {}
      if (event === 'start') yield { type: 'init', content: { model } }
      if (event === 'text') yield { type: 'message', content: { text, is_partial: true } }
      if (event === 'end')
        yield { type: 'done', content: { model, token_usage: { input_tokens: tokens?.read, output_tokens: tokens?.written } } }
      if (event === 'fail') yield failure(`acme could not answer: ${reason}`, 'Look at your credit on the pages of Acme.')
      this.over ||= event === 'end' || event === 'fail'
    },
    *end({ code, signal, stopped_by }) {
      const how = signal ?? `exit ${code}`
      if (!this.over && !stopped_by) yield failure(`acme ended without an answer (${how})`, 'Run "acme" by hand to see why.')
    },
  }),
}
