// pi 0.73 (@mariozechner/pi-coding-agent) as a backend of clinvk. What is said of pi was seen by running it.
import { ClinvkError, defineBackend, type ErrorCode, inputText, versionIn } from '@clinvk/plugin-sdk'
import { decoder } from './decoder.ts'

const refusal = (code: ErrorCode, what: string, hint: string) => new ClinvkError(code, `pi cannot run with ${what}`, { hint })

export default defineBackend({
  name: 'pi', title: 'pi', vendor: 'Mario Zechner', // `find` is what defineBackend brings: an executable of this name on PATH
  install: 'npm install -g --ignore-scripts @mariozechner/pi-coding-agent@0.73',
  models: { known: ['anthropic/claude-sonnet-4-6', 'openai/gpt-5.5'], patterns: ['anthropic/*', 'openai/*', 'google/*'] },
  flags: { '--thinking': 1, '--no-context-files': 0, '--no-skills': 0, '--no-extensions': 0 },
  // It asks any vendor, so it uses keys that are secrets of other backends. Its own secret is one that nobody else has.
  env: { uses: ['PI_*', 'ANTHROPIC_API_KEY', 'OPENAI_API_KEY', 'GEMINI_API_KEY'], secrets: ['OPENROUTER_API_KEY'] },
  capabilities: { resume: true, fork: true, deltas: true, reasoning: true, system_prompt: 'native' },
  decoder,

  async inspect(host, { file }) {
    const told = versionIn(await host.run(file, ['--version']))
    if ('failure' in told) return { problems: [`"${file} --version" ${told.failure}; install pi again`] }
    const models = await host.run(file, ['--offline', '--list-models'])
    const signed_in = !/^No models/m.test(models.stdout + models.stderr)
    return { ...told, signed_in, problems: signed_in ? [] : ['pi has no key; run "pi" and use /login'] }
  },

  command(request, found) {
    const { options, resume, ephemeral } = request
    const { model, sandbox_mode: sandbox, approval_mode: approval, system_prompt, extra_flags } = options
    const id = resume?.backend_session_id
    if (model?.startsWith('-')) throw refusal('invalid_request', `the model "${model}"`, 'Choose one of "pi --list-models".')
    // With a slash or a dot it would be the path of a file.
    if (id && !/^\w[\w-]*$/.test(id)) throw refusal('session_not_resumable', `the session "${id}"`, 'Begin a new one.')
    // It would forget the conversation, without a word.
    if (id && ephemeral) throw refusal('unsupported', 'an earlier conversation and no trace', 'Leave out --ephemeral.')
    // It asks nobody, and a tool that it has may do everything.
    if (sandbox === 'workspace' || approval === 'auto' || approval === 'always')
      throw refusal('unsupported', `sandbox "${sandbox}" and approval "${approval}"`, 'Use the sandbox read-only, or full.')
    const stdin = inputText(request)
    const args = ['--mode', 'json', ...(model ? ['--model', model] : []), ...(ephemeral ? ['--no-session'] : []), ...extra_flags]
    if (id) args.push(resume?.fork ? '--fork' : '--session', id)
    if (sandbox === 'read-only') args.push('--tools', 'read,grep,find,ls')
    const warnings = sandbox === 'full' ? [{ code: 'no_sandbox', message: 'pi has no sandbox: it may always do everything' }] : []
    // It would be the name of a template, a skill or an extension's command.
    if (!request.native_input && /^\s*\//.test(stdin)) {
      args.push('--no-prompt-templates', '--no-skills', '--no-extensions')
      warnings.push({ code: 'slash_prompt', message: 'the prompt begins with "/": pi runs without skills and extensions' })
    }
    // Everybody on the machine could read an argument; pi takes the path of a file, too.
    const files = system_prompt === undefined ? undefined : { 'system.md': { content: system_prompt } }
    const all = files === undefined ? args : [...args, '--system-prompt', { path: 'system.md' }]
    return { file: found?.file ?? 'pi', args: all, stdin, files, warnings, stop: { signal: 'SIGTERM', grace_ms: 3000 } }
  },
})
