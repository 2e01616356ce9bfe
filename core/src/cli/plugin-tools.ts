import { join } from 'node:path'
import type { Config } from '@oclif/core'
import type { ListedPlugin, PackageToolsFactory } from '../service/plugins/package-tools.ts'

/** The part of `Plugins` of @oclif/plugin-plugins that is used. The package exports its commands only, which would run hooks of
 * other plugins, import modules of the new one, and print npm's output. */
interface OclifPlugins {
  readonly npm: {
    exec(args: string[], options: { cwd: string }): Promise<{ stdout: string[]; stderr: string[] }>
    install(args: string[], options: { cwd: string; prod: boolean; logLevel: string }): Promise<unknown>
    uninstall(args: string[], options: { cwd: string; logLevel: string }): Promise<unknown>
    findNpm(): Promise<string>
  }
  ensurePJSON(): Promise<void>
  add(plugin: ListedPlugin): Promise<void>
  remove(name: string): Promise<void>
}

/** @oclif/plugin-plugins on one plugin folder: its npm and the list that it keeps in package.json. */
export function pluginTools(config: Config): PackageToolsFactory {
  return async (folder, run) => {
    const library = import.meta.resolve('@oclif/plugin-plugins')
    const { default: Plugins } = (await import(new URL('plugins.js', library).href)) as { default: new (options: { config: Config; logLevel: string }) => OclifPlugins }
    const plugins = new Plugins({ config: Object.create(config, { dataDir: { value: folder } }) as Config, logLevel: 'silent' })
    // npm is started by clinvk's process layer, which ends it when it has to.
    plugins.npm.exec = async (args, { cwd }) => ({ stdout: [await run(await plugins.npm.findNpm(), args, cwd)], stderr: [] })
    await plugins.ensurePJSON()
    const options = { cwd: folder, prod: true, logLevel: 'silent' }
    return {
      pack: async (spec, into) => (await plugins.npm.exec(['pack', '--json', '--pack-destination', into, '--prefix', join(folder, 'incoming'), '--', spec], options)).stdout.join(''),
      install: async (...specs) => void (await plugins.npm.install(['--json', '--prefix', folder, ...specs], options)),
      uninstall: async (name) => void (await plugins.npm.uninstall(['--json', '--prefix', folder, name], options)),
      add: (plugin) => plugins.add(plugin),
      remove: (name) => plugins.remove(name),
    }
  }
}
