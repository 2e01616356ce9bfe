import { type Found, type Host, type Inspection, missingFlags, versionIn } from '@clinvk/plugin-sdk'
import { factsOf } from './find.ts'

/** The oldest release whose flags, events and errors this plugin was tried with. */
const oldest = [0, 169, 0] as const

/** What the plugin passes to `codex exec`, as its help tells them; `resume` and `fork` are commands of it. */
const reliedOn = ['--json', '--skip-git-repo-check', '--color', '--ephemeral', '--model', '--add-dir', '-s', '-c']

/** Version, age, flags and sign-in of a Codex CLI. A provider of the user's own needs no sign-in. */
export async function inspectCodex(host: Host, found: Found): Promise<Inspection> {
  const { file } = found
  const [answer, help, signedIn] = await Promise.all([host.run(file, ['--version']), host.run(file, ['exec', '--help']), isSignedIn(host, found)])
  const bad_versions = [{ versions: `before ${oldest.join('.')}`, reason: 'never tried; flags and events may differ' }]
  const told = versionIn(answer)
  if (!('version' in told)) {
    return { bad_versions, problems: [`"${file} --version" ${told.failure}; reinstall the CLI: npm install -g @openai/codex`] }
  }
  const { version } = told
  const missing = missingFlags(help, reliedOn)
  const problems: string[] = []
  if (isOlder(version)) problems.push(`Codex CLI ${version} is older than ${oldest.join('.')}; update it: npm install -g @openai/codex`)
  if (missing.length > 0) {
    problems.push(`"codex exec" ${version} no longer offers ${missing.join(', ')}; update clinvk, or install @openai/codex@${oldest.join('.')}`)
  }
  if (signedIn === false) problems.push('Codex CLI is not signed in; run "codex login" or set CODEX_API_KEY')
  return { version, bad_versions, missing_flags: missing, ...(signedIn === undefined ? {} : { signed_in: signedIn }), problems }
}

/** Undefined where a provider of the user's own decides. */
async function isSignedIn(host: Host, found: Found): Promise<boolean | undefined> {
  if (host.env['CODEX_API_KEY'] || host.env['CODEX_ACCESS_TOKEN']) return true
  if (factsOf(found).providers.length > 0) return undefined
  const { code } = await host.run(found.file, ['login', 'status'])
  return code === null ? undefined : code === 0
}

function isOlder(version: string): boolean {
  const numbers = version.split(/[.-]/, 3).map(Number)
  const differs = oldest.findIndex((least, place) => numbers[place] !== least)
  return differs >= 0 && (numbers[differs] ?? 0) < (oldest[differs] ?? 0)
}
