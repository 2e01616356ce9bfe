import { ClinvkError } from '@clinvk/plugin-sdk'
import type { ChangeContext } from '../service/plugins/change-plugins.ts'
import type { Plugins } from '../service/plugins/plugins.ts'
import { commandNames } from './command-names.ts'
import { abortOnSignals } from './interrupt.ts'
import { pluginTools } from './plugin-tools.ts'
import { oneLine } from './render/terminal-text.ts'
import { type Opened, ServiceCommand } from './service-command.ts'
import { type Spinner, startSpinner } from './spinner.ts'

/** What a command that changes plugins works with. */
export interface Changing {
  readonly plugins: Plugins
  readonly context: ChangeContext
}

/** A command about plugins. */
export abstract class PluginCommand extends ServiceCommand {
  /** Runs what changes plugins: a spinner tells a person what goes on, Ctrl-C leaves everything as it was. */
  protected async change<Result>(opened: Opened, yes: boolean, work: (changing: Changing) => Promise<Result>): Promise<Result> {
    const { signal, release } = abortOnSignals()
    const plugins = await opened.services.plugins()
    const person = process.stderr.isTTY === true
    let spinner: Spinner | undefined
    let step = ''
    const say = (next: string) => {
      step = next
      if (!person) return
      spinner ??= startSpinner(process.stderr, 'plugins', !process.env['NO_COLOR'])
      spinner.say(next)
    }
    const pause = () => {
      spinner?.stop()
      spinner = undefined
    }
    const confirm = async (name: string, words: readonly string[]): Promise<void> => {
      if (yes) return
      const before = step
      pause()
      await confirmWords(name, words, person && process.stdin.isTTY === true, signal)
      say(before)
    }
    try {
      return await work({ plugins, context: { tools: pluginTools(this.config), commands: commandNames(this.config.root), confirm, say, signal } })
    } finally {
      pause()
      release()
    }
  }
}

/** Words of a plugin become commands only when somebody agrees: they send no prompt any more. */
async function confirmWords(name: string, words: readonly string[], terminal: boolean, signal: AbortSignal): Promise<void> {
  const list = words.map(oneLine).join(', ')
  if (!terminal) {
    throw new ClinvkError('invalid_request', `${oneLine(name)} brings the command${words.length === 1 ? '' : 's'} ${list}; a prompt of ${words.length === 1 ? 'that word' : 'one of these words'} alone would run it`, {
      hint: 'Give --yes to agree. Such a prompt can still be sent: clinvk -- WORD.',
      details: { package: name, commands: [...words] },
    })
  }
  const { confirm } = await import('@inquirer/prompts')
  const message = `${oneLine(name)} brings commands: ${list}. From now on these words run it; clinvk -- WORD still sends a prompt. Go on?`
  const agreed = await confirm({ message, default: false }, { output: process.stderr, signal }).catch((cause: unknown) => {
    throw new ClinvkError('cancelled', 'nobody agreed to the commands; the plugins are as they were', { cause })
  })
  if (!agreed) throw new ClinvkError('cancelled', 'nobody agreed to the commands; the plugins are as they were')
}
