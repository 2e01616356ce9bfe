import { route } from './argv-router.ts'
import { commandNames, topicNames } from './command-names.ts'
import { promptFlags } from './flag-table.ts'
import { installedCommands } from './installed-commands.ts'
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
  const own = commandNames(root)
  const installed = installedCommands(process.env)
  // A word of a plugin's is no command where clinvk has, or gets, one of that name.
  const pluginOf = (word: string | undefined) => (word === undefined || own.has(word) ? undefined : installed.get(word))
  const oclif: Runner = async (words) => (await (await import('./load-oclif.ts')).loadOclif())(words, root, pluginOf(words[0] === 'help' ? words[1] : words[0]))
  const decided = route(argv, { commands: new Set([...own, ...installed.keys()]), topics: topicNames(root), flags: promptFlags, terminal: process.stdin.isTTY === true && process.stderr.isTTY === true })
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
