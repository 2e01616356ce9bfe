import { type Found, type Host, type Inspection, missingFlags, versionIn } from '@clinvk/plugin-sdk'
import { object, parseObject } from './json.ts'

/** The oldest version that this plugin was proved with. */
const oldest = '2.1.197'

/** What `command` passes and `--help` tells; `--max-turns` and `--system-prompt-file` work, but no release lists them. */
const reliedOn = [
  '-p', '--input-format', '--output-format', '--verbose', '--include-partial-messages', '--resume', '--fork-session',
  '--no-session-persistence', '--model', '--add-dir', '--permission-mode', '--allowedTools', '--tools', '--strict-mcp-config',
]

/** Version, flags and sign-in. All questions stay on the machine. */
export async function inspect(host: Host, { file }: Found): Promise<Inspection> {
  const [answer, help, status] = await Promise.all([host.run(file, ['--version']), host.run(file, ['--help']), host.run(file, ['auth', 'status'])])
  const bad_versions = [{ versions: `before ${oldest}`, reason: 'never tried; flags and output may differ' }]
  const told = versionIn(answer)
  if (!('version' in told)) return { bad_versions, problems: [`"${file} --version" ${told.failure}; install Claude Code again`] }
  const { version } = told
  const missing = missingFlags(help, reliedOn)
  const signedIn = loggedIn(status.stdout)
  return {
    version,
    bad_versions,
    missing_flags: missing,
    ...(signedIn === undefined ? {} : { signed_in: signedIn }),
    problems: [
      ...(isBefore(version, oldest) ? [`Claude Code ${version} is older than ${oldest}, the oldest version that works for certain; run "claude update"`] : []),
      ...(missing.length > 0 ? [`Claude Code ${version} no longer offers ${missing.join(', ')}; update clinvk, or install Claude Code ${oldest} or a later one that does`] : []),
      ...(signedIn === false ? ['Claude Code is not signed in; start "claude" and use /login, or set ANTHROPIC_API_KEY'] : []),
    ],
  }
}

/** Other providers (Bedrock, Vertex and so on) have logins of their own, which the CLI does not check here. */
function loggedIn(stdout: string): boolean | undefined {
  const status = object(parseObject(stdout.trim()))
  if (status['loggedIn'] === true) return true
  return status['loggedIn'] === false && status['apiProvider'] === 'firstParty' ? false : undefined
}

function isBefore(version: string, other: string): boolean {
  const [left, right] = [version, other].map((text) => text.split('.').map((part) => Number.parseInt(part, 10)))
  const index = (left ?? []).findIndex((part, at) => part !== (right ?? [])[at])
  return index !== -1 && (left?.[index] ?? 0) < (right?.[index] ?? 0)
}
