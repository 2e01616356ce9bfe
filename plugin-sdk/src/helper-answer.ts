import type { HelperAnswer } from './host.ts'

/**
 * The version in what `--version` printed, or why there is none, as the end of a sentence that begins with the command. Some CLIs print
 * it to stderr when nobody sits at a terminal.
 */
export function versionIn({ code, stdout, stderr, timed_out: late }: HelperAnswer): { readonly version: string } | { readonly failure: string } {
  const [version] = [stdout, stderr].flatMap((text) => /\d+\.\d+[^\s)]*/.exec(text)?.[0] ?? [])
  if (code === 0 && version !== undefined) return { version }
  if (late === true) return { failure: 'did not answer in time' }
  return { failure: `did not tell a version (${code === null ? 'it did not start, or a signal ended it' : `exit ${code}`})` }
}

/**
 * Those of `flags` that a help text does not offer. A help that could not be had (the command failed) or holds no flag at all
 * tells nothing, so nothing is missing then.
 */
export function missingFlags({ code, stdout, stderr }: HelperAnswer, flags: readonly string[]): string[] {
  const offered = new Set(`${stdout}\n${stderr}`.match(/(?<![\w-])--?[A-Za-z][\w-]*/g))
  return code !== 0 || offered.size === 0 ? [] : flags.filter((flag) => !offered.has(flag))
}
