import { readdirSync, readFileSync } from 'node:fs'
import { route } from './argv-router.ts'
import { promptFlags } from './flag-table.ts'

/** clinvk's command line: returns the exit code. Only what the words ask for is imported. */
export async function main(argv: readonly string[]): Promise<number> {
  const decided = route(argv, { commands: commandNames(), flags: promptFlags, terminal: process.stdin.isTTY === true })
  switch (decided.kind) {
    case 'version':
      process.stdout.write(`${packageVersion()}\n`)
      return 0
    case 'help':
      return oclif(['help'])
    case 'command':
      return oclif(decided.argv)
    case 'typo':
      return (await import('./mistyped-command.ts')).mistypedCommand(decided.word, decided.suggestion, prompt, oclif)
    case 'prompt':
      return prompt(decided.argv)
  }
}

async function prompt(argv: readonly string[]): Promise<number> {
  return (await import('./prompt-command.ts')).promptCommand(argv)
}

async function oclif(argv: readonly string[]): Promise<number> {
  return (await import('./oclif.ts')).runOclif(argv)
}

/** One file is one command, so the folder is the list; `help` comes with oclif. */
function commandNames(): ReadonlySet<string> {
  const files = readdirSync(new URL('commands/', import.meta.url))
  return new Set(['help', ...files.map((name) => name.replace(/\..*$/, ''))])
}

function packageVersion(): string {
  return (JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }).version
}
