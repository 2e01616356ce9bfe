import { isClinvkError } from '@clinvk/plugin-sdk'
import { Config, Errors, flush, run } from '@oclif/core'
import { exitCode } from './exit-code.ts'
import { errorBody } from './render/error-body.ts'
import { errorLines } from './render/error-lines.ts'

/** Runs a command through oclif and returns the exit code. Errors are printed here, usage only for usage errors. */
export async function runOclif(argv: readonly string[], root: string): Promise<number> {
  const config = await Config.load(root)
  try {
    await run([...argv], config)
    await flush()
    return Number(process.exitCode ?? 0)
  } catch (thrown) {
    await flush().catch(() => undefined) // a reader that has gone must not hide the failure itself
    return report(thrown, argv)
  }
}

function report(thrown: unknown, argv: readonly string[]): number {
  if (thrown instanceof Errors.ExitError) return thrown.oclif.exit ?? 0
  const color = process.stderr.isTTY === true && !process.env['NO_COLOR']
  const json = argv.includes('--json') || argv.some((token, index) => token === 'json' && /^(-o|--output-format)$/.test(argv[index - 1] ?? ''))
  const usage = !isClinvkError(thrown)
  const message = thrown instanceof Error ? (thrown.message.split('\n')[0] as string) : String(thrown)
  const error = isClinvkError(thrown) ? thrown : { code: 'invalid_request' as const, message, hint: `See clinvk help ${argv[0] ?? ''}`.trim() + '.' }
  const code = exitCode(error)
  if (json) process.stdout.write(`${JSON.stringify({ exit_code: code, error: errorBody(error) }, null, 2)}\n`)
  else process.stderr.write(errorLines(error, { color }))
  return usage ? 1 : code
}
