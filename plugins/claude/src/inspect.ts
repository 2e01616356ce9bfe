import type { Found, Host, Inspection } from '@clinvk/plugin-sdk'
import { object, parseObject } from './json.ts'

/** The oldest version that this plugin was proved with. */
const oldest = '2.1.197'

/** Version and sign-in. Both questions stay on the machine. */
export async function inspect(host: Host, { file }: Found): Promise<Inspection> {
  const { code, stdout } = await host.run(file, ['--version'])
  const version = /\d+\.\d+\.\d+[^\s)]*/.exec(stdout)?.[0]
  if (code !== 0 || version === undefined) {
    return { problems: [`"${file} --version" did not tell a version (exit ${code ?? 'by signal'}); install Claude Code again`] }
  }
  const old = `Claude Code ${version} is older than ${oldest}, the oldest version that works for certain; run "claude update"`
  return { version, problems: [...(isBefore(version, oldest) ? [old] : []), ...(await signedOut(host, file))] }
}

/** Other providers (Bedrock, Vertex and so on) have logins of their own, which the CLI does not check here. */
async function signedOut(host: Host, file: string): Promise<string[]> {
  const { stdout } = await host.run(file, ['auth', 'status'])
  const status = object(parseObject(stdout.trim()))
  if (status['loggedIn'] !== false || status['apiProvider'] !== 'firstParty') return []
  return ['Claude Code is not signed in; start "claude" and use /login, or set ANTHROPIC_API_KEY']
}

function isBefore(version: string, other: string): boolean {
  const [left, right] = [version, other].map((text) => text.split('.').map((part) => Number.parseInt(part, 10)))
  const index = (left ?? []).findIndex((part, at) => part !== (right ?? [])[at])
  return index !== -1 && (left?.[index] ?? 0) < (right?.[index] ?? 0)
}
