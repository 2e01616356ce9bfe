import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Command } from '@oclif/core'
import { Config } from '@oclif/core'
import { beforeAll, describe, expect, test } from 'vitest'
import { inheritedFlags } from '../../src/cli/flag-table.ts'

const folder = new URL('../../src/cli/commands/', import.meta.url)
const root = fileURLToPath(new URL('../..', import.meta.url))
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts')).sort()

interface CommandClass extends Pick<typeof Command, 'flags' | 'args' | 'id'> {
  new (argv: string[], config: Config): Command
}
const commands = await Promise.all(
  files.map(async (file) => {
    const name = file.replace(/\.ts$/, '').replaceAll('/', ' ')
    const command = ((await import(new URL(file, folder).href)) as unknown as { default: CommandClass }).default
    command.id = name.replaceAll(' ', ':')
    return { name, command }
  }),
)

let config: Config
beforeAll(async () => {
  config = await Config.load({ root, userPlugins: false, devPlugins: false })
})

describe.each(commands)('clinvk $name', ({ name, command }) => {
  test('knows every inherited flag by its own name and letter (serviceFlags of clinvk-command.ts)', () => {
    expect(Object.keys(command.flags)).toEqual(expect.arrayContaining(inheritedFlags.map((flag) => flag.name)))
    for (const { name: flag, ...entry } of inheritedFlags) expect(command.flags[flag]?.char, flag).toBe('char' in entry ? entry.char : undefined)
    const letters = Object.values(command.flags).flatMap(({ char }) => char ?? [])
    expect(new Set(letters).size, letters.join()).toBe(letters.length)
  })

  const refused = inheritedFlags.filter((flag) => command.flags[flag.name]?.hidden === true)
  test.each(refused)('refuses --$name by name, before anything is done', async (flag) => {
    const words = Object.values(command.args).map(({ options }) => options?.[0] ?? 'word')
    const given = flag.type === 'string' ? [`--${flag.name}`, 'value'] : [`--${flag.name}`]
    await expect(new command([...words, ...given], config).run()).rejects.toMatchObject({ code: 'invalid_request', message: `"clinvk ${name}" makes no use of --${flag.name}`, hint: expect.stringContaining(`clinvk ${name} --help`) })
  })
})

test('each inherited flag is of use to some command beside the prompt', () => {
  const others = commands.filter(({ name }) => name !== 'prompt' && name !== 'resume')
  const unused = inheritedFlags.filter((flag) => others.every(({ command }) => command.flags[flag.name]?.hidden === true))
  // A conversation that leaves no trace is one of a run; commands of many runs may take it.
  expect(unused.map(({ name }) => name).filter((name) => name !== 'ephemeral')).toEqual([])
})
