import { type Command, Help, type Interfaces } from '@oclif/core'
import { installedCommands } from './installed-commands.ts'
import { commandHelp } from './render/command-help.ts'
import { fitWidth } from './render/fit-width.ts'
import { wrapped } from './render/wrapped.ts'
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
    const own = this.config.commands.filter((command) => !command.hidden)
    const commands = own.filter(({ id }) => !id.includes(':')).map(({ id, summary, description = '' }) => [id, (summary ?? description).replaceAll('<%= config.bin %>', this.config.bin)] as const)
    // A topic without a command of its own, such as `sessions`, is told by what it holds.
    const topics = this.config.topics.filter(({ name, hidden }) => hidden !== true && !name.includes(':') && own.some(({ id }) => id.startsWith(`${name}:`)) && !commands.some(([id]) => id === name))
    const rows = [...commands, ...topics.map(({ name, description = '' }) => [name, description] as const)].sort(([a], [b]) => (a < b ? -1 : 1))
    this.log(opening)
    this.log(['COMMANDS', ...rows.map(([name, about]) => `  ${name.padEnd(11)} ${fitWidth(about, this.opts.maxWidth - 14)}`)].join('\n'))
    const installed = [...installedCommands(process.env)].map(([word, name]) => `  ${oneLine(`${word} (${name})`)}`)
    if (installed.length > 0) this.log(`\nCOMMANDS OF PLUGINS\n${installed.join('\n')}`)
    this.log('\nMore: clinvk help COMMAND; the flags of a prompt: clinvk help prompt')
  }

  /** What a topic such as `sessions` holds, one line each. */
  protected override formatTopic(topic: Interfaces.Topic): string {
    return [...wrapped(topic.description ?? '', this.opts.maxWidth), '', `Usage: ${this.config.bin} ${topic.name.replaceAll(':', ' ')} COMMAND; see clinvk help ${topic.name.replaceAll(':', ' ')} COMMAND`, ''].join('\n')
  }

  protected override formatCommands(commands: Command.Loadable[]): string {
    const rows = commands.map(({ id, summary = '' }) => [id.replaceAll(':', ' '), summary] as const)
    const first = Math.max(0, ...rows.map(([name]) => name.length))
    return ['COMMANDS', ...rows.map(([name, about]) => `  ${name.padEnd(first)}  ${fitWidth(about, this.opts.maxWidth - first - 5)}`)].join('\n')
  }

  /** One screen a command. */
  protected override formatCommand(command: Command.Loadable): string {
    const name = command.id.replaceAll(':', ' ')
    const args = Object.values(command.args).filter(({ hidden }) => hidden !== true)
    const words = args.map((arg) => (arg.required === true ? arg.name.toUpperCase() : `[${arg.name.toUpperCase()}]`))
    const given = command.usage === undefined ? undefined : [command.usage].flat()[0]
    const flags = Object.values(command.flags).filter(({ hidden }) => hidden !== true)
    const examples = (command.examples ?? []).map((example) => (typeof example === 'string' ? example : example.command).replaceAll('<%= config.bin %>', this.config.bin))
    return commandHelp(
      {
        name,
        ...(command.description === undefined ? {} : { description: command.description }),
        usage: `${this.config.bin} ${given ?? [name, ...words, ...(flags.length > 0 ? ['[flags]'] : [])].join(' ')}`,
        args: args.map((arg) => ({ name: arg.name, description: arg.description ?? '' })),
        flags: flags.map((flag) => {
          const value = flag.type === 'option' ? (flag.helpValue === undefined ? (flag.options === undefined ? 'N' : 'VALUE') : String(flag.helpValue)) : undefined
          return { name: flag.name, ...(flag.char === undefined ? {} : { char: flag.char }), ...(value === undefined ? {} : { value }), summary: flag.summary ?? '' }
        }),
        examples,
      },
      this.opts.maxWidth,
    )
  }
}
