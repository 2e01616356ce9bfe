import { resolve } from 'node:path'
import { ClinvkError } from '@clinvk/plugin-sdk'
import { checkPackage } from '../../backend/check-package.ts'
import { isPackageName, readPackageJson } from '../../backend/package-manifest.ts'
import { checkName, confirmWords, type InstallResult, type InstallRules, taken, told } from './install-plugin.ts'
import type { PackageTools } from './package-tools.ts'
import type { Draft } from './plugin-store.ts'

/**
 * Lets clinvk use a plugin where its author works on it: nothing is copied, so every change counts at once. Errors:
 * `invalid_request` for a folder without a package, and those of the checks, as for an installed one.
 */
export async function linkPlugin(draft: Draft, tools: PackageTools, text: string, cwd: string, rules: InstallRules): Promise<InstallResult> {
  const folder = resolve(cwd, text.replace(/^file:/, ''))
  const manifest = readPackageJson(folder, (message) => {
    throw new ClinvkError('invalid_request', `cannot link "${folder}": ${message.replace(/; reinstall it$/, '')}`, { hint: 'Name the folder of a plugin, the one with its package.json.' })
  })
  const name = manifest?.['name']
  if (typeof name !== 'string' || !isPackageName(name)) throw new ClinvkError('plugin_invalid', `cannot link "${folder}": ${JSON.stringify(name)} is no name of an npm package`, { hint: 'Give it a "name" in its package.json.' })
  checkName(name, draft, rules, true)
  const checked = checkPackage({ name, folder, origin: 'link' }, taken(draft, rules))
  await confirmWords(name, checked, draft, rules)
  await tools.add({ name, type: 'link', root: folder })
  const before = draft.plugins[name]
  draft.plugins[name] = { version: checked.version, source: 'link', spec: folder, installed_at: new Date().toISOString(), commands: [...checked.commands] }
  return { name, version: checked.version, ...(before === undefined ? {} : { replaced: before.version }), ...told(checked) }
}
