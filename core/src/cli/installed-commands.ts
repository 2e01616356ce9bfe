import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { dataDir } from '../config/data-dir.ts'

/**
 * Command words of installed plugins and the package of each, from the one small file that `clinvk plugins` writes. Read at each
 * prompt: no package is opened for it, no code of a plugin runs.
 */
export function installedCommands(env: Readonly<Record<string, string | undefined>>): ReadonlyMap<string, string> {
  try {
    return new Map(Object.entries(JSON.parse(readFileSync(join(dataDir(env), 'current', 'commands.json'), 'utf8')) as Record<string, string>))
  } catch {
    // No plugin brings commands, as a rule. A broken file makes none, so that prompts stay prompts; `clinvk plugins verify` names it.
    return new Map()
  }
}
