import type { Found, Host, Inspection } from '@clinvk/plugin-sdk'
import { factsOf } from './find.ts'

/** The oldest release whose flags, events and errors this plugin was tried with. */
const oldest = [0, 169, 0] as const

/** Version, age and sign-in of a Codex CLI. A provider of the user's own needs no sign-in. */
export async function inspectCodex(host: Host, found: Found): Promise<Inspection> {
  const told = await host.run(found.file, ['--version'])
  const version = /\d+\.\d+\.\d+[^\s)]*/.exec(told.stdout)?.[0]
  if (told.code !== 0 || version === undefined) {
    const exit = told.code === null ? 'ended by a signal' : `exit ${told.code}`
    const problem = `"${found.file} --version" did not tell a version (${exit})`
    return { problems: [`${problem}; reinstall the CLI: npm install -g @openai/codex`] }
  }
  const problems: string[] = []
  if (isOlder(version)) {
    problems.push(`Codex CLI ${version} is older than ${oldest.join('.')}; update it: npm install -g @openai/codex`)
  }
  const keys = [host.env['CODEX_API_KEY'], host.env['CODEX_ACCESS_TOKEN']]
  const ownKey = keys.some(Boolean) || factsOf(found).providers.length > 0
  if (!ownKey && (await host.run(found.file, ['login', 'status'])).code !== 0) {
    problems.push('Codex CLI is not signed in; run "codex login" or set CODEX_API_KEY')
  }
  return { version, problems }
}

function isOlder(version: string): boolean {
  const numbers = version.split(/[.-]/, 3).map(Number)
  const differs = oldest.findIndex((least, place) => numbers[place] !== least)
  return differs >= 0 && (numbers[differs] ?? 0) < (oldest[differs] ?? 0)
}
