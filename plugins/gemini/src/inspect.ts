import { type Found, type Host, type Inspection, missingFlags, versionIn } from '@clinvk/plugin-sdk'
import type { Facts } from './find.ts'

/** The version that everything in this plugin was proven with. Older ones lack flags and events that it relies on. */
const proven = '0.61.0'

/** What `command` passes. */
const reliedOn = ['--output-format', '--model', '--resume', '--approval-mode', '--admin-policy', '--allowed-tools', '--include-directories']

/** Version, flags, settings and sign-in. Both commands take seconds the first time, so they run at once. */
export async function inspect(host: Host, found: Found): Promise<Inspection> {
  const [answer, help] = await Promise.all([host.run(found.file, ['--version']), host.run(found.file, ['--help'])])
  const facts = found.data as Facts | undefined
  const bad_versions = [{ versions: `before ${proven}`, reason: 'never tried; lacks flags and events' }]
  const problems: string[] = []
  const told = versionIn(answer)
  const missing = missingFlags(help, reliedOn)
  const signedIn = isSignedIn(host, facts)
  if (!('version' in told)) problems.push(`"${found.file} --version" ${told.failure}; reinstall Gemini CLI`)
  else {
    if (told.version.localeCompare(proven, 'en', { numeric: true }) < 0) problems.push(`Gemini CLI ${told.version} is older than ${proven}, which this plugin was made for; update it`)
    if (missing.length > 0) problems.push(`Gemini CLI ${told.version} no longer offers ${missing.join(', ')}; update clinvk, or install @google/gemini-cli@${proven}`)
  }
  if (facts?.settings_error !== undefined) problems.push(`The settings file ${facts.settings_error}; repair or remove it`)
  if (signedIn === false) problems.push('Gemini CLI is not signed in; start "gemini" and choose how to sign in, or set GEMINI_API_KEY')
  return { ...('version' in told ? { version: told.version, missing_flags: missing } : {}), bad_versions, ...(signedIn === undefined ? {} : { signed_in: signedIn }), problems }
}

/** Undefined where a key store of the system, a cloud's own login, or settings that cannot be read decide. */
function isSignedIn({ env }: Host, facts: Facts | undefined): boolean | undefined {
  if (facts === undefined || facts.settings_error !== undefined) return undefined
  const { kind, type } = facts.login
  if (env['GEMINI_API_KEY'] && (type === undefined || type === 'gemini-api-key')) return true
  if (type === 'oauth-personal' && facts.entries.includes('oauth_creds.json')) return true
  // Nothing selected and nothing in the environment: the CLI would refuse with "set an Auth method".
  return kind === 'key' && type === undefined ? false : undefined
}
