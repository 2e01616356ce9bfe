import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/** Where installed plugins live: `CLINVK_DATA_DIR`, else `clinvk` in `XDG_DATA_HOME`, else `~/.local/share/clinvk`. */
export function dataDir(env: Readonly<Record<string, string | undefined>>): string {
  return resolve(env['CLINVK_DATA_DIR'] || join(env['XDG_DATA_HOME'] || join(env['HOME'] || homedir(), '.local', 'share'), 'clinvk'))
}

/**
 * The folder that holds `package.json` and `node_modules` of installed plugins. Every change of the plugins makes a whole new
 * one and then turns the link `current` to it, so that nobody ever sees half of a change.
 */
export function pluginFolder(dataDir: string): string {
  const current = join(dataDir, 'current')
  return existsSync(current) ? current : dataDir
}
