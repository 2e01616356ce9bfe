import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { route } from './argv-router.ts'
import { promptFlags } from './flag-table.ts'
import type { Runner } from './mistyped-command.ts'
import { watchOutputs } from './watch-outputs.ts'

/**
 * clinvk's command line: returns the exit code. Only what the words ask for is imported.
 * `root` is the folder of clinvk's package.json: this file may run from a bundle, so it cannot tell by its own place.
 */
export async function main(argv: readonly string[], root: string): Promise<number> {
  const outputs = watchOutputs()
  const code = await dispatch(argv, root)
  const failure = await outputs.failure()
  if (failure === undefined) return code
  process.stderr.write(`Error: could not write the answer (${failure})\nHint: Send standard output to a place that takes it, then run again.\n`)
  return 1
}

async function dispatch(argv: readonly string[], root: string): Promise<number> {
  const prompt: Runner = async (words) => (await import('./prompt-command.ts')).promptCommand(words, root)
  const oclif: Runner = async (words) => (await (await import('./load-oclif.ts')).loadOclif())(words, root)
  const decided = route(argv, { commands: commandNames(root), flags: promptFlags, terminal: process.stdin.isTTY === true && process.stderr.isTTY === true })
  switch (decided.kind) {
    case 'help':
      return oclif(['help'])
    case 'command':
      return decided.argv[0] === 'resume' ? (await import('./resume-command.ts')).resumeCommand(decided.argv.slice(1), root) : oclif(decided.argv)
    case 'typo':
      return (await import('./mistyped-command.ts')).mistypedCommand(decided.word, decided.suggestion, prompt, oclif)
    case 'prompt':
      return prompt(decided.argv)
  }
}

/** One file is one command, one folder a group of them, so the folder is the list; `help` comes with oclif. */
function commandNames(root: string): ReadonlySet<string> {
  const files = readdirSync(join(root, 'dist', 'cli', 'commands')).filter((name) => name.endsWith('.js') || !name.includes('.'))
  return new Set(['help', ...files.map((name) => name.replace(/\..*$/, ''))])
}
