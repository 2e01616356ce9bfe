import { resolve } from 'node:path'
import { ClinvkError } from '@clinvk/plugin-sdk'
import type { PromptRequest } from '../service/prompt-request.ts'
import type { SessionFilter } from '../service/sessions.ts'
import { resumeFlags } from './flag-table.ts'
import { stdinIsPiped } from './input/piped-input.ts'
import type { RunLine } from './parse-prompt.ts'
import { type Choice, type Chosen, runCommand } from './run-command.ts'

const line: RunLine = { flags: resumeFlags, words: 2, hint: 'Quote the prompt: clinvk resume ID "your prompt".' }

/** `clinvk resume [ID] ["prompt"]`. `root` is the folder of clinvk's package.json. */
export function resumeCommand(argv: readonly string[], root: string): Promise<number> {
  return runCommand({ line, help: ['resume'], usage: 'clinvk resume [flags] [ID] "prompt"', startsNew: () => false, choose }, argv, root)
}

/** `--last`, else the id, else a person chooses. */
async function choose(choice: Choice): Promise<Chosen> {
  const { words, flags, services } = choice
  if (flags.on('fork') && flags.on('new')) throw new ClinvkError('invalid_request', '--fork and --new contradict each other', { hint: 'Give one of the two.', details: { usage: true } })
  if (flags.on('last')) {
    if (words.length > 1) throw new ClinvkError('invalid_request', 'with --last the only word is the prompt', { hint: 'Leave out the id, or --last.', details: { usage: true } })
    return { prompt: words[0], screen: true, request: await goOn((await services.sessions.newest(filter(choice))).id, choice) }
  }
  const [given, prompt] = words
  const id = given === undefined || flags.on('pick') ? await pick(choice) : (await services.sessions.get(given)).id
  return { prompt: flags.on('pick') ? (prompt ?? given) : prompt, screen: true, request: await goOn(id, choice) }
}

/** The session itself, a fork of it, or a new one with its backend and in its directory. */
async function goOn(id: string, { flags, services }: Choice): Promise<Partial<PromptRequest>> {
  if (!flags.on('new')) return { session_id: id, ...(flags.on('fork') ? { fork: true } : {}) }
  const session = await services.sessions.get(id)
  return { parent_id: session.id, backend: session.backend, ...(flags.text('workdir') === undefined && session.working_dir !== '' ? { workdir: session.working_dir } : {}) }
}

function filter({ flags }: Choice): SessionFilter {
  const backend = flags.text('backend')
  return { ...(backend === undefined ? {} : { backend }), ...(flags.on('here') ? { working_dir: resolve(flags.text('workdir') ?? '.') } : {}) }
}

async function pick(choice: Choice): Promise<string> {
  if (stdinIsPiped(process.stdin) || !choice.terminal.errIsTerminal || process.stdin.isTTY !== true) {
    throw new ClinvkError('invalid_request', 'no session was named, and there is no terminal to choose one on', { hint: 'Give an id, or --last; clinvk sessions list shows the ids.', details: { usage: true } })
  }
  const { sessions } = await choice.services.sessions.list({ ...filter(choice), resumable: true })
  if (sessions.length === 0) throw new ClinvkError('session_not_found', 'no resumable sessions found', { hint: 'Start one: clinvk "your prompt"' })
  const { pickSession } = await import('./pick-session.ts')
  return pickSession(sessions, choice.signal)
}
