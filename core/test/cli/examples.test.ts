import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Command, Config, Parser } from '@oclif/core'
import { beforeAll, describe, expect, test } from 'vitest'
import { route } from '../../src/cli/argv-router.ts'
import { promptFlags, resumeFlags } from '../../src/cli/flag-table.ts'
import { parsePrompt, type RunLine } from '../../src/cli/parse-prompt.ts'

const folder = new URL('../../src/cli/commands/', import.meta.url)
const root = fileURLToPath(new URL('../..', import.meta.url))
const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts')).map((file) => file.replace(/\.ts$/, '').replaceAll('/', ' ')).sort()
const load = async (name: string) => ((await import(new URL(`${name.replaceAll(' ', '/')}.ts`, folder).href)) as { default: typeof Command }).default
const commands = new Set(['help', ...names.map((name) => name.split(' ')[0] as string)])
const topics = new Set(names.filter((name) => name.includes(' ')).map((name) => name.split(' ')[0] as string))

/** The words behind `clinvk` in a line for a shell, quotes taken off. */
function wordsOf(line: string): string[] {
  const tokens = [...line.matchAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'|([|#;&<>()]+)|([^\s"'|#;&<>()]+)/g)].map(([, double, single, operator, bare]) => ({ text: double ?? single ?? bare ?? operator ?? '', operator }))
  const start = tokens.findIndex(({ text, operator }) => text === 'clinvk' && operator === undefined)
  expect(start, `${line} runs clinvk`).not.toBe(-1)
  const end = tokens.findIndex(({ operator }, index) => index > start && operator !== undefined)
  return tokens.slice(start + 1, end === -1 ? undefined : end).map(({ text }) => text)
}

let config: Config
beforeAll(async () => {
  config = await Config.load({ root, userPlugins: false, devPlugins: false })
})

describe.each(names)('the examples of clinvk %s', (name) => {
  test('are there, and clinvk takes each of them', async () => {
    const command = await load(name)
    const examples = (command.examples ?? []).map((example) => (typeof example === 'string' ? example : example.command).replaceAll('<%= config.bin %>', 'clinvk'))
    expect(examples.length).toBeGreaterThan(0)
    expect((command.summary ?? '').length, 'the first line of the help').toBeLessThanOrEqual(80)
    for (const example of examples) {
      const words = wordsOf(example)
      if (words.length === 1 && words[0] === '--version') continue
      const decided = route(words, { commands, topics, flags: promptFlags, terminal: true })
      expect(decided.kind, example).toMatch(/^(?:prompt|command)$/)
      const argv = 'argv' in decided ? decided.argv : []
      const line: RunLine = { flags: argv[0] === 'resume' ? resumeFlags : promptFlags, words: 2, hint: '' }
      if (decided.kind === 'prompt') expect(parsePrompt(argv).help, example).toBe(false)
      else if (argv[0] === 'resume') expect(parsePrompt(argv.slice(1), line).help, example).toBe(false)
      else {
        const own = [2, 1].map((length) => argv.slice(0, length).join(' ')).find((one) => names.includes(one)) as string
        const found = (await load(own)) as typeof Command
        await Parser.parse(argv.slice(own.split(' ').length), { args: found.args, flags: found.flags, strict: found.strict, context: Reflect.construct(found, [[], config]) as Command })
      }
    }
  })
})
