import { homedir } from 'node:os'
import { join } from 'node:path'

/** Where installed plugins live, the way oclif finds it. */
export function dataDir(env: Readonly<Record<string, string | undefined>>): string {
  return env['CLINVK_DATA_DIR'] || join(env['XDG_DATA_HOME'] || join(env['HOME'] || homedir(), '.local', 'share'), 'clinvk')
}
