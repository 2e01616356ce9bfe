import { ClinvkError, isClinvkError } from '@clinvk/plugin-sdk'
import { Config, Errors, run } from '@oclif/core'
import { checkCurrentDirectory } from './current-directory.ts'
import { exitCode } from '../service/exit-code.ts'
import { suggestedFormat } from './output-format.ts'
import { candidateLines } from './render/candidate-lines.ts'
import { errorBody } from '../service/error-body.ts'
import { errorLines } from './render/error-lines.ts'
import { jsonText } from './render/json-text.ts'

/** Runs a command through oclif and returns the exit code. Errors are printed here, usage only for usage errors. */
export async function runOclif(argv: readonly string[], root: string): Promise<number> {
  try {
    checkCurrentDirectory()
    // Commands and hooks of installed plugins are left out: no code of a plugin runs until its backend is asked for.
    const config = await Config.load({ root, userPlugins: false, devPlugins: false })
    await run([...argv], config)
    return Number(process.exitCode ?? 0)
  } catch (thrown) {
    return report(thrown, argv)
  }
}

function report(thrown: unknown, argv: readonly string[]): number {
  if (thrown instanceof Errors.ExitError) return thrown.oclif.exit ?? 0
  const color = process.stderr.isTTY === true && !process.env['NO_COLOR']
  const error = isClinvkError(thrown) ? thrown : explained(thrown, argv)
  const code = exitCode(error)
  // What oclif itself refuses (an unknown flag, a missing topic) goes to stderr unless JSON was asked for by name.
  const format = suggestedFormat(argv, process.stdout.isTTY === true || !isClinvkError(thrown))
  if (format === 'text') process.stderr.write(errorLines(error, { color }) + candidateLines(error, new Date()))
  else process.stdout.write(`${jsonText({ exit_code: code, error: errorBody(error) }, format === 'json' ? 2 : undefined)}\n`)
  return code
}

/** oclif's own errors are usage errors; anything else is a fault of clinvk. */
function explained(thrown: unknown, argv: readonly string[]): ClinvkError {
  const message = thrown instanceof Error ? (thrown.message.split('\n')[0] as string) : String(thrown)
  if (thrown instanceof Errors.CLIError) return new ClinvkError('invalid_request', message, { hint: `See clinvk help ${argv[0] ?? ''}`.trim() + '.' })
  return new ClinvkError('internal_error', `clinvk failed unexpectedly: ${message}`, { hint: 'Please report it with the command that you ran.', cause: thrown })
}
