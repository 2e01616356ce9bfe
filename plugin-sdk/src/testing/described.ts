import assert from 'node:assert/strict'
import type { ClinvkError } from '../errors.ts'
import type { Invocation, TemporaryPath } from '../invocation.ts'
import { assertClinvkError } from './coded-error.ts'
import type { Kit } from './kit.ts'
import { plainRequest, type RequestChange } from './plain-request.ts'

/** What `command` made of a request: a description, or a refusal. */
export type Described =
  | { readonly invocation: Invocation; readonly refused?: undefined }
  | { readonly invocation?: undefined; readonly refused: ClinvkError }

/** Asks for a command. Anything thrown that is not a coded error fails the case. */
export function describeRun(kit: Kit, change: RequestChange = {}): Described {
  try {
    return { invocation: kit.backend.command(plainRequest(change), kit.found) }
  } catch (thrown) {
    assertClinvkError(thrown)
    return { refused: thrown }
  }
}

/** Asks for a command that must not be refused. */
export function invocationFor(kit: Kit, change: RequestChange = {}): Invocation {
  const { invocation, refused } = describeRun(kit, change)
  assert.ok(invocation, `${JSON.stringify(change)} was refused: ${refused?.message}`)
  return invocation
}

/** An argument or a value as a dry run shows it. */
export function spelled(value: string | TemporaryPath): string {
  return typeof value === 'string' ? value : `${value.prefix ?? ''}<${value.path}>`
}

/** All that other processes and users of the machine can see of a run, each with the name of its place. */
export function visible(invocation: Invocation): { place: string; text: string }[] {
  const { file, args, env = {}, cwd = '', files = {} } = invocation
  const at = (place: string, texts: readonly string[]) => texts.map((text) => ({ place, text }))
  return [
    ...at('the file', [file]),
    ...args.flatMap((arg, index) => at(`argument ${index + 1}`, [spelled(arg)])),
    ...at('the environment', Object.entries(env).map(([name, value = '']) => `${name}=${spelled(value)}`)),
    ...at('the working directory', [cwd]),
    ...at('the name of a temporary file', Object.keys(files)),
    ...at('a link', Object.values(files).flatMap((made) => ('link' in made ? [made.link] : []))),
  ]
}

/** All that travels unseen: stdin and the contents of temporary files. */
export function hidden(invocation: Invocation): string {
  const contents = Object.values(invocation.files ?? {}).map((made) =>
    'link' in made ? '' : made.encoding === 'base64' ? Buffer.from(made.content, 'base64').toString('utf8') : made.content,
  )
  return [invocation.stdin ?? '', ...contents].join('\n')
}

/** Fails when a text can be seen from outside. */
export function assertUnseen(invocation: Invocation, text: string, name: string): void {
  const seen = visible(invocation).find((item) => item.text.includes(text))
  assert.equal(seen, undefined, `${name} stands in ${seen?.place}; let it travel on stdin or in a temporary file`)
}
