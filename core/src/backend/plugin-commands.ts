import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isRecord } from '../schema/is-record.ts'

/** What is known of a package's oclif commands without running its code. */
export interface PluginCommands {
  /** First words of its commands and their aliases, sorted. */
  readonly words: readonly string[]
  /** Present when it has commands that are left out, with the reason. */
  readonly problem?: string
}

/** Reads the first words of a package's commands from `oclif.manifest.json`, which `oclif manifest` writes when it is packed. */
export function pluginCommands(folder: string, manifest: Readonly<Record<string, unknown>>): PluginCommands {
  const oclif = manifest['oclif']
  let text: string
  try {
    text = readFileSync(join(folder, 'oclif.manifest.json'), 'utf8')
  } catch {
    // Without that file oclif would have to import every command to know its name.
    const has = isRecord(oclif) && oclif['commands'] !== undefined
    return has ? { words: [], problem: 'its commands are left out, because it has no oclif.manifest.json; ask its author to run "oclif manifest" before it is packed' } : { words: [] }
  }
  const commands = commandTable(text)
  if (commands === undefined) return { words: [], problem: 'its commands are left out, because its oclif.manifest.json cannot be read; ask its author' }
  const ids = Object.entries(commands).flatMap(([id, command]) => [id, ...aliases(command, 'aliases'), ...aliases(command, 'hiddenAliases')])
  return { words: [...new Set(ids.map((id) => id.split(/[: ]/)[0] as string))].sort() }
}

/** True for a word that can name a command on clinvk's command line. */
export function isCommandWord(word: string): boolean {
  return /^[a-z][a-z0-9-]*$/.test(word)
}

function commandTable(text: string): Record<string, unknown> | undefined {
  try {
    const parsed = JSON.parse(text) as unknown
    return isRecord(parsed) && isRecord(parsed['commands']) ? parsed['commands'] : undefined
  } catch {
    return undefined
  }
}

function aliases(command: unknown, member: string): string[] {
  const list = isRecord(command) ? command[member] : undefined
  return Array.isArray(list) ? list.filter((alias) => typeof alias === 'string') : []
}
