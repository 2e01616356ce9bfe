import type { Invocation, TemporaryPath } from '@clinvk/plugin-sdk'

/**
 * A command as it can be pasted into a shell; temporary files are shown as `<name>`, the prompt as `< PROMPT`, the values of
 * the variables in `secrets` as `***`.
 */
export function shellLine(invocation: Invocation, secrets: readonly string[] = []): string {
  const show = (word: string | TemporaryPath) => (typeof word === 'string' ? quote(word) : `${quote(word.prefix ?? '')}<${word.path}>`)
  const changes = Object.entries(invocation.env ?? {})
  const removed = changes.flatMap(([name, value]) => (value === undefined ? ['-u', name] : []))
  const settings = changes.flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${secrets.includes(name) ? '***' : show(value)}`]))
  const words = [...(removed.length > 0 ? ['env', ...removed] : []), ...settings, quote(invocation.file), ...invocation.args.map((word) => (word === '' ? "''" : show(word)))]
  return `${words.join(' ')}${invocation.stdin === undefined ? '' : ' < PROMPT'}`
}

function quote(word: string): string {
  return /^[\w@%+=:,./-]*$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
