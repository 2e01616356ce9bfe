import { readdirSync } from 'node:fs'
import { join } from 'node:path'

/** First words of clinvk's own commands. One file is one command, one folder a group of them, so the folder is the list; `help` comes with oclif. */
export function commandNames(root: string): ReadonlySet<string> {
  const files = readdirSync(join(root, 'dist', 'cli', 'commands')).filter((name) => name.endsWith('.js') || !name.includes('.'))
  return new Set(['help', ...files.map((name) => name.replace(/\..*$/, ''))])
}

/** Those of them that stand before a command's own name, as `sessions` in `sessions list`: the folders. */
export function topicNames(root: string): ReadonlySet<string> {
  return new Set(readdirSync(join(root, 'dist', 'cli', 'commands')).filter((name) => !name.includes('.')))
}
