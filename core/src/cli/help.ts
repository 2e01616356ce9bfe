import { Help } from '@oclif/core'
import { installedCommands } from './installed-commands.ts'
import { oneLine } from './render/terminal-text.ts'

const opening = `AI command lines (Claude Code, Codex CLI, Gemini CLI and plugins) as one tool.

USAGE
  $ clinvk [flags] "prompt"
  $ clinvk COMMAND

EXAMPLES
  $ clinvk "explain this repository"
  $ git diff | clinvk "review this" -b codex
  $ clinvk "fix the failing test" --sandbox-mode workspace
  $ clinvk "say hi" -o json | jq -r .content
`

/** oclif's help with a root page that begins with what people come for: the prompt. */
export default class ClinvkHelp extends Help {
  protected override async showRootHelp(): Promise<void> {
    const commands = this.config.commands.filter((command) => !command.hidden && !command.id.includes(':'))
    this.log(opening)
    this.log(this.formatCommands(commands.sort((a, b) => (a.id < b.id ? -1 : 1))))
    const installed = [...installedCommands(process.env)].map(([word, name]) => `  ${oneLine(`${word} (${name})`)}`)
    if (installed.length > 0) this.log(`\nCOMMANDS OF PLUGINS\n${installed.join('\n')}`)
    this.log('\nFlags of a prompt: clinvk help prompt')
  }
}
