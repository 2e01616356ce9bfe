/**
 * `npm run demo`: a prompt through each of the three real CLIs, on a machine without any key. The CLIs come from npm, their
 * models are small servers on 127.0.0.1. Where a CLI cannot be installed, a recording of it is replayed, and marked as that.
 */
import { join } from 'node:path'
import { installCli } from '../real/pinned-clis.ts'
import { type RealBackend, realBackends } from '../real/real-backend.ts'
import { replayCli } from '../replay/replay-cli.ts'
import { type Finished, Sandbox } from '../sandbox.ts'

const bold = (text: string) => (process.stdout.isTTY && !process.env['NO_COLOR'] ? `\u001B[1m${text}\u001B[22m` : text)
const say = (text = '') => process.stdout.write(`${text}\n`)

const story = {
  claude: ['A backend plugin ', 'describes a CLI; ', 'clinvk runs it.'],
  codex: ['The same prompt, ', 'another CLI, ', 'the same events.'],
  gemini: ['One tool ', 'for three ', 'command lines.'],
}

let failed = 0
say(bold('clinvk drives the real Claude Code, Codex and Gemini command lines. No key is needed here: the models are local.'))
for (const backend of realBackends) await show(backend)
say()
say(failed === 0 ? bold('All three answered. With your own logins: npm link -w core, then clinvk "your prompt".') : `${failed} of ${realBackends.length} failed.`)
process.exitCode = failed === 0 ? 0 : 1

async function show(backend: RealBackend): Promise<void> {
  const sandbox = new Sandbox()
  const model = await backend.startModel()
  try {
    const bin = await findCli(backend, sandbox)
    sandbox.env['PATH'] = `${bin.folder}:${sandbox.env['PATH']}`
    backend.setUp(sandbox, model.url)
    model.script({ text: story[backend.name], delay_ms: 40, usage: { input: 12, output: 9 } })
    say()
    say(bold(`── ${backend.name} ── ${bin.what}`))
    const words = ['-b', backend.name, '-m', backend.model, 'What is clinvk?']
    await print(sandbox, [...words, '--dry-run', '-o', 'text'])
    await print(sandbox, [...words, '-o', 'text'])
    const json = await print(sandbox, [...words, '-o', 'json'])
    const events = await print(sandbox, [...words, '-o', 'stream-json'])
    const answer = bin.real ? story[backend.name].join('') : undefined
    const good = json.code === 0 && events.code === 0 && (answer === undefined || json.json()['content'] === answer)
    if (!good) failed += 1
  } finally {
    await model.close()
    sandbox.remove()
  }
}

async function findCli(backend: RealBackend, sandbox: Sandbox): Promise<{ folder: string; what: string; real: boolean }> {
  try {
    return { folder: await installCli(backend.cli), what: 'the real CLI, from npm', real: true }
  } catch (cause) {
    const folder = join(sandbox.root, 'replayed')
    replayCli(folder, backend.name, 'answer')
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause)
    return { folder, what: `REPLAYED from a recording: the CLI could not be installed (${reason})`, real: false }
  }
}

async function print(sandbox: Sandbox, args: string[]): Promise<Finished> {
  const quoted = args.map((word) => (/^[\w.-]+$/.test(word) ? word : `"${word}"`)).join(' ')
  say(bold(`$ clinvk ${quoted}`))
  const run = await sandbox.run(args)
  const lines = run.stdout.trimEnd().split('\n')
  for (const line of lines) say(`  ${line.replaceAll(sandbox.root, '~')}`)
  if (run.code !== 0) say(`  exit ${run.code}: ${run.stderr.trim()}`)
  return run
}
