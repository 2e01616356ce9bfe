import { ClinvkError, isClinvkError } from '@clinvk/plugin-sdk'
import { Config, Errors, run } from '@oclif/core'
import { checkCurrentDirectory } from './current-directory.ts'
import { nearestName } from '../schema/nearest-name.ts'
import { exitCode } from '../service/exit-code.ts'
import { suggestedFormat } from './output-format.ts'
import { candidateLines } from './render/candidate-lines.ts'
import { errorBody } from '../service/error-body.ts'
import { errorLines } from './render/error-lines.ts'
import { jsonText } from './render/json-text.ts'

/**
 * Runs a command through oclif and returns the exit code. Errors are printed here, usage only for usage errors. `plugin` is the
 * package whose command it is, or that is asked about; without it nothing of any installed plugin is loaded.
 */
export async function runOclif(argv: readonly string[], root: string, plugin?: string): Promise<number> {
  let known: readonly string[] = []
  try {
    checkCurrentDirectory()
    // oclif's own way would load all installed plugins, and run their hooks at every command.
    const own = await Config.load({ root, userPlugins: false, devPlugins: false })
    known = own.commandIDs
    const config = plugin === undefined ? own : await (await import('./plugin-oclif.ts')).withPlugin(own, plugin, argv[0] === 'help' ? (argv[1] as string) : (argv[0] as string))
    await run([...argv], config)
    return Number(process.exitCode ?? 0)
  } catch (thrown) {
    return report(thrown, argv, plugin, known)
  }
}

async function report(thrown: unknown, argv: readonly string[], plugin: string | undefined, known: readonly string[]): Promise<number> {
  if (thrown instanceof Errors.ExitError) return thrown.oclif.exit ?? 0
  const failure = plugin === undefined ? undefined : (await import('./plugin-oclif.ts')).pluginFailure(thrown)
  if (failure !== undefined) {
    if (failure.message !== undefined) process.stderr.write(errorLines({ message: failure.message }, { color: false }))
    return failure.exit
  }
  const color = process.stderr.isTTY === true && !process.env['NO_COLOR']
  const error = isClinvkError(thrown) ? thrown : (noCommand(thrown, known) ?? explained(thrown, argv, plugin))
  const code = exitCode(error)
  // What oclif itself refuses (an unknown flag, a missing topic) goes to stderr unless JSON was asked for by name.
  const format = suggestedFormat(argv, process.stdout.isTTY === true || !isClinvkError(thrown))
  if (format === 'text') process.stderr.write(errorLines(error, { color }) + candidateLines(error, new Date()))
  else process.stdout.write(`${jsonText({ exit_code: code, error: errorBody(error) }, format === 'json' ? 2 : undefined)}\n`)
  return code
}

/** What oclif's usage errors know beside their message. */
interface UsageError {
  readonly flags?: readonly string[]
  readonly args?: readonly { readonly name: string }[]
  readonly parse?: { readonly input?: { readonly context?: { readonly id?: string } } }
}

/** oclif's own errors are usage errors; anything else is a fault of clinvk. */
function explained(thrown: unknown, argv: readonly string[], plugin: string | undefined): ClinvkError {
  const message = thrown instanceof Error ? oneLine(thrown.message) : String(thrown)
  if (!(thrown instanceof Errors.CLIError) && plugin !== undefined) return new ClinvkError('plugin_invalid', `the command "${argv[0]}" of ${plugin} failed: ${message}`, { hint: `Update or uninstall ${plugin}, or tell its author.`, cause: thrown })
  if (!(thrown instanceof Errors.CLIError)) return new ClinvkError('internal_error', `clinvk failed unexpectedly: ${message}`, { hint: 'Please report it with the command that you ran.', cause: thrown })
  const { flags, args, parse } = thrown as UsageError
  const id = parse?.input?.context?.id?.replaceAll(':', ' ')
  const hint = `See clinvk help ${id ?? argv[0] ?? ''}`.trim() + '.'
  if (id === undefined) return new ClinvkError('invalid_request', message, { hint })
  if (message.startsWith('Nonexistent flag') && flags !== undefined) return new ClinvkError('invalid_request', `"clinvk ${id}" has no flag ${flags.join(', ')}`, { hint })
  if (message.startsWith('Missing') && args !== undefined) return new ClinvkError('invalid_request', `"clinvk ${id}" needs ${args.map(({ name }) => name.toUpperCase()).join(' and ')}`, { hint })
  return new ClinvkError('invalid_request', message, { hint })
}

/** Of a word behind a topic such as `config`, or behind `help`, that names nothing. */
function noCommand(thrown: unknown, known: readonly string[]): ClinvkError | undefined {
  const id = thrown instanceof Errors.CLIError ? /^command (\S+) not found/i.exec(thrown.message)?.[1] : undefined
  if (id === undefined) return undefined
  const near = nearestName(id, known)
  const topic = id.includes(':') ? ` ${id.slice(0, id.indexOf(':'))}` : ''
  const spoken = (command: string) => `clinvk ${command.replaceAll(':', ' ')}`
  return new ClinvkError('invalid_request', `there is no command "${spoken(id)}"`, { hint: near === undefined ? `See clinvk help${topic}.` : `Did you mean "${spoken(near)}"?` })
}

/** A message without usage and advice; of a flag's value the second line says what is wrong. */
function oneLine(text: string): string {
  const [first = '', second = ''] = text.split('\n')
  const flag = /^Parsing (--\S+)/.exec(first)?.[1]
  return flag === undefined ? first : `${flag}: ${second.trim()}`
}
