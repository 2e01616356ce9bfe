import { ClinvkError, isClinvkError, type WireEvent } from '@clinvk/plugin-sdk'
import type { Services } from '../compose.ts'
import { splitList } from '../config/lenient.ts'
import type { PromptRequest } from '../service/prompt-request.ts'
import type { RunResult } from '../service/fold-events.ts'
import { exitCode } from './exit-code.ts'
import { abortOnSignals, unlessAborted } from './interrupt.ts'
import { joinPrompt, readPipedInput, stdinIsPiped } from './input/piped-input.ts'
import { type OutputFormat, outputFormat, suggestedFormat } from './output-format.ts'
import { type ParsedPrompt, parsePrompt } from './parse-prompt.ts'
import type { RunRenderer, Terminal } from './render/renderer.ts'
import { type Spinner, startSpinner } from './spinner.ts'
import { standardStreams } from './standard-streams.ts'
import { startServices } from './start-services.ts'

/** `clinvk "prompt"`: the whole way from the words to the exit code. `root` is the folder of clinvk's package.json. */
export async function promptCommand(argv: readonly string[], root: string): Promise<number> {
  const interrupt = abortOnSignals()
  const env = process.env
  const terminal = standardStreams(env, true, interrupt.abort)
  // Until the flags and the configuration are known, a failure is printed the way the words on the command line suggest.
  let renderer = await rendererFor(suggestedFormat(argv, terminal.outIsTerminal), terminal)
  try {
    const parsed = parsePrompt(argv)
    if (parsed.help) return await showHelp(root, ['prompt'])
    // Nothing was said and nothing is piped in: there is nothing to run.
    if (argv.length === 0 && !stdinIsPiped(process.stdin)) return await showHelp(root, [])
    const flags = flagReader(parsed)
    const { config, services } = await startServices({ root, env, path: flags.text('config'), verbose: flags.on('verbose'), write: terminal.err })
    const format = outputFormat({ format: flags.text('output-format'), json: flags.on('json') }, config.output.format, terminal.outIsTerminal)
    const shown = { ...terminal, color: terminal.color && config.output.color }
    renderer = await rendererFor(format, shown, { showTokens: config.output.show_tokens, showTiming: config.output.show_timing })
    const request = promptRequest(await wholePrompt(parsed, terminal, interrupt.signal), flags)
    if (flags.on('dry-run') || config.unified_flags.dry_run) return await unlessAborted(dryRun(services, request, format, terminal), interrupt.signal)
    return await run(services, request, renderer, format, shown, interrupt)
  } catch (thrown) {
    const error = isClinvkError(thrown) ? thrown : internal(thrown, env['CLINVK_LOG'] === 'debug' ? terminal.err : undefined)
    const code = exitCode(error)
    await renderer.failure(error, code)
    if (error.details?.['usage'] === true) terminal.err('Usage: clinvk [flags] "prompt"     See clinvk --help.\n')
    return code
  } finally {
    interrupt.release()
  }
}

type Flags = ReturnType<typeof flagReader>

function flagReader({ flags }: ParsedPrompt) {
  const text = (name: string) => (typeof flags[name] === 'string' ? (flags[name] as string) : undefined)
  return {
    text,
    on: (name: string) => flags[name] === true,
    list: (name: string) => (Array.isArray(flags[name]) ? (flags[name] as readonly string[]) : undefined),
    number: (name: string, whole: boolean) => {
      const value = text(name)
      if (value === undefined) return undefined
      const number = /^\d+(\.\d+)?$/.test(value) ? Number(value) : Number.NaN
      if (Number.isFinite(number) && (!whole || Number.isInteger(number))) return number
      throw new ClinvkError('invalid_request', `--${name} "${value}" is no ${whole ? 'whole ' : ''}number of 0 or more`, { hint: `Write --${name} 3.`, details: { usage: true } })
    },
  }
}

function promptRequest(prompt: string, flags: Flags): PromptRequest {
  const tools = flags.text('allowed-tools')
  return Object.fromEntries(
    Object.entries({
      prompt,
      cwd: process.cwd(),
      backend: flags.text('backend'),
      model: flags.text('model'),
      workdir: flags.text('workdir'),
      approval_mode: flags.text('approval-mode')?.toLowerCase(),
      sandbox_mode: flags.text('sandbox-mode')?.toLowerCase(),
      system_prompt: flags.text('system-prompt'),
      max_turns: flags.number('max-turns', true),
      allowed_tools: tools === undefined ? undefined : splitList(tools),
      allowed_dirs: flags.list('allowed-dir'),
      extra_flags: flags.list('extra'),
      max_retries: flags.number('max-retries', true),
      timeout_secs: flags.number('timeout', false),
      idle_timeout_secs: flags.number('idle-timeout', false),
      native_input: flags.on('native-input'),
      ephemeral: flags.on('ephemeral'),
    } satisfies { [Key in keyof PromptRequest]: unknown }).filter(([, value]) => value !== undefined),
  ) as unknown as PromptRequest
}

async function wholePrompt(parsed: ParsedPrompt, terminal: Terminal, signal: AbortSignal): Promise<string> {
  if (!stdinIsPiped(process.stdin)) return joinPrompt(parsed.prompt, '')
  const onWaiting = () => terminal.err('clinvk: waiting for standard input to end; add </dev/null to run without it\n')
  return joinPrompt(parsed.prompt, await readPipedInput({ stream: process.stdin, signal, onWaiting }))
}

async function dryRun(services: Services, request: PromptRequest, format: OutputFormat, terminal: Terminal): Promise<number> {
  const result = await services.dryRun.execute(request)
  const document = { ...result, exit_code: 0 }
  await terminal.out(format === 'text' ? `Would execute: ${result.command}\n` : `${JSON.stringify(document, null, format === 'json' ? 2 : undefined)}\n`)
  return 0
}

async function run(services: Services, request: PromptRequest, renderer: RunRenderer, format: OutputFormat, terminal: Terminal, interrupt: ReturnType<typeof abortOnSignals>): Promise<number> {
  const plan = await unlessAborted(services.planRun.execute(request, false), interrupt.signal)
  const events = services.runPrompt.run(plan, interrupt.signal)
  const spinner = terminal.errIsTerminal && format === 'text' ? startSpinner(process.stderr, plan.backend.title, terminal.color) : undefined
  let result: RunResult
  try {
    for (;;) {
      const next = await events.next()
      if (next.done === true) {
        result = next.value
        break
      }
      follow(spinner, next.value)
      await renderer.event(next.value)
    }
  } finally {
    spinner?.stop()
  }
  return renderer.result(result, exitCode(result.error))
}

/** The spinner says which tool runs, and makes way for everything that is printed. */
function follow(spinner: Spinner | undefined, event: WireEvent): void {
  if (event.type === 'tool_use') spinner?.say(event.content.tool_name)
  else if (event.type === 'retry') spinner?.say(`retry ${event.content.attempt}`)
  else if (event.type === 'message' || event.type === 'error' || event.type === 'warning' || event.type === 'done') spinner?.stop()
}

async function rendererFor(format: OutputFormat, terminal: Terminal, options = { showTokens: false, showTiming: false }): Promise<RunRenderer> {
  switch (format) {
    case 'text':
      return new (await import('./render/text.ts')).TextRenderer(terminal, options)
    case 'json':
      return new (await import('./render/json.ts')).JsonRenderer(terminal)
    case 'stream-json':
      return new (await import('./render/stream-json.ts')).StreamJsonRenderer(terminal)
  }
}

async function showHelp(root: string, topic: readonly string[]): Promise<number> {
  const { runOclif } = await import('./oclif.ts')
  return runOclif(['help', ...topic], root)
}

function internal(thrown: unknown, debug?: (text: string) => void): ClinvkError {
  if (thrown instanceof Error) debug?.(`debug: ${thrown.stack ?? thrown.message}\n`)
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  return new ClinvkError('internal_error', `clinvk failed unexpectedly: ${message}`, { hint: 'Run again with CLINVK_LOG=debug and report what it prints.', cause: thrown })
}
