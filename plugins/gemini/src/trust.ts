import { readFile, realpath } from 'node:fs/promises'
import { dirname, join, resolve, sep } from 'node:path'
import type { Host } from '@clinvk/plugin-sdk'
import { isObject, parseSettings } from './settings.ts'

/** The folder in which the user's own `.gemini` stands. */
export function userHome(host: Host): string {
  return host.env['GEMINI_CLI_HOME'] || host.home
}

/**
 * Whether the user has told Gemini CLI to trust a folder, by its own rules: `GEMINI_CLI_TRUST_WORKSPACE`, folder trust
 * switched off in the user's settings, or `trustedFolders.json`, where the rule with the longest path counts. A file that
 * cannot be read trusts nothing.
 */
export async function userTrusts(host: Host, folder: string): Promise<boolean> {
  const { GEMINI_CLI_TRUST_WORKSPACE: said, GEMINI_CLI_TRUSTED_FOLDERS_PATH: elsewhere } = host.env
  if (said === 'true' || said === 'false') return said === 'true'
  const own = join(userHome(host), '.gemini')
  const settings = await readObject(join(own, 'settings.json'))
  const security = isObject(settings['security']) ? settings['security'] : {}
  const folderTrust = isObject(security['folderTrust']) ? security['folderTrust'] : {}
  if (folderTrust['enabled'] === false) return true

  let longest = -1
  let level: unknown
  for (const [path, rule] of Object.entries(await readObject(elsewhere || join(own, 'trustedFolders.json')))) {
    const meant = await realPath(rule === 'TRUST_PARENT' ? dirname(resolve(path)) : resolve(path))
    if (path.length <= longest || !(folder === meant || folder.startsWith(meant.endsWith(sep) ? meant : meant + sep))) continue
    longest = path.length
    level = rule
  }
  return level === 'TRUST_FOLDER' || level === 'TRUST_PARENT'
}

/** The path without links; as it stands where there is nothing. */
export async function realPath(path: string): Promise<string> {
  return realpath(path).catch(() => path)
}

async function readObject(file: string): Promise<Record<string, unknown>> {
  try {
    return parseSettings(await readFile(file, 'utf8'))
  } catch {
    return {} // not there is the normal case; the CLI itself reports a broken one
  }
}
