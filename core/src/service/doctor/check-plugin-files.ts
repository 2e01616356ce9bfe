import { pluginAllowed } from '../../backend/plugin-allowed.ts'
import { type Check, fail, type Finding, pass, warn } from './check.ts'

const restore = 'Run clinvk plugins verify --restore, and look at what changed it.'

/** The files of installed plugins are those that were installed. One that plugins.allow leaves out is not used, so it cannot fail. */
export const checkPluginFiles: Check = {
  title: 'files of plugins',
  run: async ({ config, verifyPlugins }) => {
    const { plugins, problems } = await verifyPlugins()
    const findings = [
      ...plugins.flatMap(({ name, source, problems: own }): Finding[] => {
        if (own.length === 0) return []
        const message = `${name}: ${own.join('; ')}`
        if (!pluginAllowed(name, config.plugins.allow)) return [warn('plugins.files', message, `Add it to plugins.allow, or take it away: clinvk plugins uninstall ${name}`)]
        return [fail('plugins.files', message, source === 'link' ? 'Link it again, or uninstall it.' : restore)]
      }),
      ...problems.map(({ package: name, message }) => warn('plugins.files', `${name}: ${message}`, restore)),
    ]
    if (findings.length > 0) return findings
    return plugins.length === 0 ? [] : [pass('plugins.files', `${plugins.length} installed plugin(s) are as they were installed`)]
  },
}
