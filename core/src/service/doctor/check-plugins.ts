import { accessSync, constants, existsSync } from 'node:fs'
import { type Check, fail, halves, pass, warn } from './check.ts'

/** The folder of installed plugins, and what their manifests say wrongly. */
export const checkPlugins: Check = {
  title: 'plugins',
  run: ({ registry, pluginFolder }) => {
    const installed = registry.list().filter(({ origin }) => origin !== 'core').length
    const problems = registry.problems().map(({ package: name, message }) => {
      const told = halves(message, `Reinstall or uninstall ${name}`)
      return warn('plugins.manifest', `${name}: ${told.message}`, told.suggestion)
    })
    if (!existsSync(pluginFolder)) return Promise.resolve([pass('plugins.folder', 'no plugin was ever installed'), ...problems])
    try {
      accessSync(pluginFolder, constants.R_OK | constants.X_OK)
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException
      return Promise.resolve([fail('plugins.folder', `${pluginFolder} cannot be read (${code})`, 'Give yourself the right to read it.'), ...problems])
    }
    return Promise.resolve([pass('plugins.folder', `${installed} backend(s) from plugins in ${pluginFolder}`), ...problems])
  },
}
