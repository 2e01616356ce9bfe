import type { Found, Host, Inspection } from '@clinvk/plugin-sdk'
import type { Facts } from './find.ts'

/** The version that everything in this plugin was proven with. Older ones lack flags and events that it relies on. */
const proven = '0.61.0'

export async function inspect(host: Host, found: Found): Promise<Inspection> {
  const { code, stdout } = await host.run(found.file, ['--version'])
  const version = /\d+\.\d+\.\d+[^\s)]*/.exec(stdout)?.[0]
  const problems: string[] = []
  if (code !== 0 || version === undefined) {
    problems.push(`"${found.file} --version" did not tell a version (exit ${code ?? 'by signal'}); reinstall Gemini CLI.`)
  } else if (version.localeCompare(proven, 'en', { numeric: true }) < 0) {
    problems.push(`Gemini CLI ${version} is older than ${proven}, which this plugin was made for; update it.`)
  }
  const error = (found.data as Facts | undefined)?.settings_error
  if (error !== undefined) problems.push(`The settings file ${error}; repair or remove it.`)
  return { ...(version === undefined ? {} : { version }), problems }
}
