import { isClinvkError } from '@clinvk/plugin-sdk'
import { Config, Errors, Plugin } from '@oclif/core'
import { startServices } from './start-services.ts'

/**
 * clinvk's commands and those of one installed plugin. Its hooks are left out, so they run at no command, not even its own.
 * Errors: `permission_denied` when it is not in `plugins.allow`; `config_invalid`; `plugin_invalid` when it is not there any more.
 */
export async function withPlugin(own: Config, name: string, word: string): Promise<Config> {
  const { services } = await startServices({ root: own.root, env: process.env, verbose: false, write: (text) => void process.stderr.write(text) })
  const folder = (await services.plugins()).list.commandFolder(name, word)
  const plugin = new Plugin({ name, root: folder, type: 'user' })
  await plugin.load()
  plugin.hooks = {}
  return Config.load({ root: own.root, plugins: new Map([...own.plugins, [name, plugin]]) })
}

/** How a plugin's command ended that threw: it has its own copy of oclif, so its errors are known by their mark alone. */
export function pluginFailure(thrown: unknown): { readonly exit: number; readonly message?: string } | undefined {
  if (isClinvkError(thrown) || !(thrown instanceof Error) || !('oclif' in thrown)) return undefined
  const { exit } = thrown.oclif as { readonly exit?: number }
  if (thrown instanceof Errors.ExitError || (thrown as { code?: unknown }).code === 'EEXIT') return { exit: exit ?? 0 }
  return { exit: exit ?? 2, message: thrown.message }
}
