import { ClinvkError } from '@clinvk/plugin-sdk'
import { accessSync, constants, statSync } from 'node:fs'
import { isAbsolute } from 'node:path'

/** What was to be started. */
export interface Attempt {
  readonly file: string
  readonly args: readonly string[]
  readonly cwd: string
}

/**
 * Says why a process did not start, as a {@link ClinvkError}. `code` is the system's, when it told one: it uses the same one
 * for a missing program, a missing interpreter and a missing directory, so the files are looked at. The error has no
 * `cause`: Node.js puts arguments and variables in its own.
 */
export function spawnFailure({ file, args, cwd }: Attempt, code: string | undefined): ClinvkError {
  const attempted = `could not start "${file}"`
  const details = code === undefined ? {} : { details: { errno: code } }
  if (code === 'E2BIG') {
    const bytes = args.reduce((sum, arg) => sum + Buffer.byteLength(arg) + 1, 0)
    const problem = `${args.length} arguments of ${bytes} bytes are more than the system takes`
    return new ClinvkError('invalid_request', `${attempted}: ${problem}`, {
      hint: 'Shorten the options that are passed on to the CLI, such as flags, tools and directories.',
      ...details,
    })
  }
  if (code === 'ERR_INVALID_ARG_VALUE') {
    return new ClinvkError('invalid_request', `${attempted}: an argument, a variable or the directory holds a NUL character`, {
      hint: 'Remove the NUL character from the options.',
      ...details,
    })
  }
  const directory = directoryProblem(cwd)
  if (directory !== undefined) {
    return new ClinvkError('invalid_request', `${attempted}: the working directory "${cwd}" ${directory}`, {
      hint: 'Give a working directory that exists and that you may enter.',
      ...details,
    })
  }
  return new ClinvkError('backend_unavailable', `${attempted}: ${fileProblem(file, code)}`, {
    hint: fileHint(file, code),
    ...details,
  })
}

function directoryProblem(cwd: string): string | undefined {
  try {
    if (!statSync(cwd).isDirectory()) return 'is not a directory'
    accessSync(cwd, constants.X_OK)
    return undefined
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'does not exist' : 'cannot be entered'
  }
}

function fileProblem(file: string, code: string | undefined): string {
  if (!isAbsolute(file)) return 'it was not found on PATH'
  try {
    if (!statSync(file).isFile()) return 'it is not a file'
  } catch {
    return 'it does not exist'
  }
  try {
    accessSync(file, constants.X_OK)
  } catch {
    return 'it is not executable'
  }
  return `the system refused (${code ?? 'its interpreter is missing, or there are too many processes or open files'})`
}

function fileHint(file: string, code: string | undefined): string {
  if (code === 'EMFILE' || code === 'ENFILE' || code === 'EAGAIN' || code === 'ENOMEM') {
    return 'Raise the limits for processes, open files and memory (ulimit -a), or run less at the same time.'
  }
  return `Check with: ${isAbsolute(file) ? `ls -lL '${file}'` : `command -v '${file}'`}; reinstall the CLI when it is broken.`
}
