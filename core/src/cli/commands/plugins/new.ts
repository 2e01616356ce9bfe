import { relative } from 'node:path'
import { Args, Flags } from '@oclif/core'
import { ServiceCommand, serviceFlags } from '../../service-command.ts'

/** `clinvk plugins new NAME`. */
export default class PluginsNew extends ServiceCommand {
  static override summary = 'Write the package of a new backend, ready to build and test.'
  static override args = { name: Args.string({ description: 'name of the backend', required: true, ignoreStdin: true }) }
  static override flags = { ...serviceFlags(), dir: Flags.string({ summary: 'folder to write it to; clinvk-plugin-NAME unless given', helpValue: 'DIR' }) }
  static override examples = ['<%= config.bin %> plugins new acme', '<%= config.bin %> plugins new acme --dir ./acme-for-clinvk']

  async run(): Promise<void> {
    const { args, flags } = await this.parse(PluginsNew)
    const { services, show } = await this.open(flags)
    const made = (await services.newPlugin()).execute(args.name, flags.dir as string | undefined)
    show(made, ({ name, folder, files }) => {
      const here = relative(process.cwd(), folder) || '.'
      return [
        `The backend "${name}" is in ${here}: ${files.filter((file) => !file.startsWith('vendor')).length} files, and the SDK beside them.`,
        `Its README.md says what to change. To build and test it as it stands:`,
        '',
        ...(here === '.' ? [] : [`  cd ${/^[\w./-]+$/.test(here) ? here : `'${here.replaceAll("'", `'\\''`)}'`}`]),
        '  npm install',
        '  npm test',
        '  clinvk plugins test',
      ].join('\n')
    })
  }
}
