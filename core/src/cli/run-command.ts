import { ClinvkError, isClinvkError } from '@clinvk/plugin-sdk'
import type { Services } from '../compose.ts'
import type { Config } from '../config/load.ts'
import type { PromptRequest } from '../service/prompt-request.ts'
import { askedOptions, flagReader, type Flags } from './asked.ts'
import { checkCurrentDirectory } from './current-directory.ts'
import { exitCode } from '../service/exit-code.ts'
import { abortOnSignals, unlessAborted } from './interrupt.ts'
import { joinPrompt, readPipedInput, stdinIsPiped } from './input/piped-input.ts'
import { outputFormat, suggestedFormat } from './output-format.ts'
import { parsePrompt, type RunLine } from './parse-prompt.ts'
import { rendererFor } from './render/renderer-for.ts'
import type { Terminal } from './render/renderer.ts'
import { dryRunRequest, runRequest } from './run-request.ts'
import { standardStreams } from './standard-streams.ts'
import { startServices } from './start-services.ts'

/** What a command that runs a prompt makes of its words. */
export interface Chosen {
  /** The words of the prompt; absent: it comes from stdin alone. */
  readonly prompt?: string | undefined
  /** Without a prompt, on a terminal: open the CLI's own screen. */
  readonly screen?: boolean
  /** Further members of the request, such as the session to go on with. */
  readonly request?: Partial<PromptRequest>
}

/** What there is to choose with. */
export interface Choice {
  readonly words: readonly string[]
  readonly flags: Flags
  readonly services: Services
  readonly config: Config
  readonly terminal: Terminal
  readonly signal: AbortSignal
}

/** A command that runs a prompt: how its words are read, and what they choose. */
export interface RunCommand {
  readonly line: RunLine
  /** Words of the help page. */
  readonly help: readonly string[]
  readonly usage: string
  /** True where a run without -b works with the default backend, and not with that of some session. */
  startsNew(flags: Flags): boolean
  choose(choice: Choice): Promise<Chosen>
}

/** The whole way from the words to the exit code. `root` is the folder of clinvk's package.json. */
export async function runCommand(command: RunCommand, argv: readonly string[], root: string): Promise<number> {
  const started = performance.now()
  let backend: string | undefined
  const interrupt = abortOnSignals()
  const env = process.env
  const terminal = standardStreams(env, true, interrupt.abort)
  // Until the flags and the configuration are known, a failure is printed the way the words on the command line suggest.
  let renderer = rendererFor(suggestedFormat(argv, terminal.outIsTerminal), terminal)
  try {
    const parsed = parsePrompt(argv, command.line)
    if (parsed.help) return await showHelp(root, command.help)
    checkCurrentDirectory()
    const flags = flagReader(parsed)
    backend = flags.text('backend') || undefined
    const { config, services } = await startServices({ root, env, path: flags.text('config'), verbose: flags.on('verbose'), write: terminal.err })
    if (command.startsNew(flags)) backend ??= config.default_backend
    const format = outputFormat({ format: flags.text('output-format'), json: flags.on('json') }, config.output.format, terminal.outIsTerminal)
    const shown = { ...terminal, color: terminal.color && config.output.color }
    renderer = rendererFor(format, shown, { showTokens: config.output.show_tokens, showTiming: config.output.show_timing })
    const { signal } = interrupt
    // What is wrong with the flags is told before the end of stdin is waited for.
    const [images, schema] = [flags.list('image'), flags.text('json-schema')]
    const attached = images === undefined && schema === undefined ? {} : await (await import('./input/attachments.ts')).attachments(images, schema)
    const asked = { ...askedOptions(flags), ...attached }
    if (asked.backend !== undefined && asked.backend !== '') services.planRun.checkName(asked.backend)
    const chosen = await unlessAborted(command.choose({ words: parsed.words, flags, services, config, terminal, signal }), signal)
    if (chosen.request?.session_id === undefined) services.planRun.checkName(asked.backend)
    services.planRun.checkFallback({ ...asked, ...chosen.request })
    if (wantsScreen(chosen, flags)) {
      const { openScreen } = await import('./open-screen.ts')
      return await openScreen({ ...asked, ...chosen.request }, { services, renderer, format, terminal: shown, interrupt }, flags.on('dry-run') || config.unified_flags.dry_run)
    }
    const request = { ...asked, ...chosen.request, prompt: await wholePrompt(chosen.prompt, terminal, signal) }
    const stage = { services, renderer, format, terminal: shown, interrupt }
    if (flags.on('dry-run') || config.unified_flags.dry_run) return await unlessAborted(dryRunRequest(request, stage), signal)
    return await runRequest(request, stage)
  } catch (thrown) {
    const error = isClinvkError(thrown) ? thrown : internal(thrown, env['CLINVK_LOG'] === 'debug' ? terminal.err : undefined)
    const code = exitCode(error)
    await renderer.failure(error, code, { backend, durationSeconds: (performance.now() - started) / 1000 })
    if (error.details?.['usage'] === true) terminal.err(`Usage: ${command.usage}     See clinvk --help.\n`)
    return code
  } finally {
    interrupt.release()
  }
}

/** `-i` asks for the screen; without any prompt a session on a terminal is opened there. */
function wantsScreen({ prompt, screen }: Chosen, flags: Flags): boolean {
  const terminal = process.stdin.isTTY === true && process.stdout.isTTY === true
  if (!flags.on('interactive')) return screen === true && prompt === undefined && terminal
  if (prompt === undefined) return true
  throw new ClinvkError('invalid_request', "a prompt cannot be typed into the CLI's own screen", { hint: 'Leave out the prompt, or -i.', details: { usage: true } })
}

async function wholePrompt(words: string | undefined, terminal: Terminal, signal: AbortSignal): Promise<string> {
  if (!stdinIsPiped(process.stdin)) return joinPrompt(words, '')
  const onWaiting = () => terminal.err('clinvk: waiting for standard input to end; add </dev/null to run without it\n')
  return joinPrompt(words, await readPipedInput({ stream: process.stdin, signal, onWaiting }))
}

/** Prints a help page. */
export async function showHelp(root: string, topic: readonly string[]): Promise<number> {
  const { loadOclif } = await import('./load-oclif.ts')
  const runOclif = await loadOclif()
  return runOclif(['help', ...topic], root)
}

function internal(thrown: unknown, debug?: (text: string) => void): ClinvkError {
  if (thrown instanceof Error) debug?.(`debug: ${thrown.stack ?? thrown.message}\n`)
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  return new ClinvkError('internal_error', `clinvk failed unexpectedly: ${message}`, { hint: 'Run again with CLINVK_LOG=debug and report what it prints.', cause: thrown })
}
