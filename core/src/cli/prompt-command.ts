import { resolve } from 'node:path'
import { stdinIsPiped } from './input/piped-input.ts'
import { promptLine } from './parse-prompt.ts'
import { type Chosen, type Choice, runCommand, showHelp } from './run-command.ts'

/** `clinvk "prompt"`. `root` is the folder of clinvk's package.json. */
export async function promptCommand(argv: readonly string[], root: string): Promise<number> {
  // Nothing was said and nothing is piped in: there is nothing to run.
  if (argv.length === 0 && !stdinIsPiped(process.stdin)) return showHelp(root, [])
  return runCommand({ line: promptLine, help: ['prompt'], usage: 'clinvk [flags] "prompt"', startsNew: (flags) => !flags.on('continue'), choose }, argv, root)
}

/** `-c` goes on with the newest session; with `session.auto_resume` a plain prompt does so too, but only where it cannot surprise. */
async function choose({ words: [prompt], flags, services, config }: Choice): Promise<Chosen> {
  const backend = flags.text('backend')
  if (flags.on('continue')) {
    const { id } = await services.sessions.newest(backend === undefined ? {} : { backend })
    return { prompt, screen: true, request: { session_id: id } }
  }
  // Another backend could not go on with a conversation, so who names some begins anew.
  if (!config.session.auto_resume || flags.on('ephemeral') || flags.text('fallback')) return { prompt }
  const here = await services.sessions.list({ backend: backend ?? config.default_backend, working_dir: resolve(flags.text('workdir') ?? '.'), resumable: true, limit: 1 })
  const [session] = here.sessions
  return session === undefined ? { prompt } : { prompt, request: { session_id: session.id } }
}
