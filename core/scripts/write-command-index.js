/**
 * Writes dist/command-index.json: names, flags and words of all commands, for completion at the shell's prompt, which has no
 * time to load oclif and every command. Runs after the compiler, on what it made.
 */
import { readdirSync, writeFileSync } from 'node:fs'

const dist = new URL('../dist/', import.meta.url)
const folder = new URL('cli/commands/', dist)
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.js')).sort()
const commands = []
for (const file of files) {
  const { default: command } = await import(new URL(file, folder).href)
  if (command.hidden) continue
  const flags = Object.entries(command.flags ?? {}).filter(([, { hidden }]) => hidden !== true)
  commands.push({
    name: file.replace(/\.js$/, '').replaceAll('/', ' '),
    summary: command.summary ?? '',
    args: Object.entries(command.args ?? {}).map(([name, { options }]) => ({ name, options })),
    flags: flags.map(([name, { char, type, options, summary, multiple }]) => ({ name, char, value: type === 'option', options, summary, multiple })),
  })
}
writeFileSync(new URL('command-index.json', dist), JSON.stringify(commands))
