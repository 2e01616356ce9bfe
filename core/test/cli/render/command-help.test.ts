import { expect, test } from 'vitest'
import { commandHelp, mostLines } from '../../../src/cli/render/command-help.ts'

const page = { name: 'x list', usage: 'clinvk x list [flags]', args: [{ name: 'id', description: 'which one' }], examples: ['clinvk x list 3fa9'] }
const flag = (number: number) => ({ name: `flag-${number}`, value: 'VALUE', summary: 'a sentence about this flag that does not stay on one line of eighty columns, whatever happens' })

test('a page with few flags has whole sentences', () => {
  expect(commandHelp({ ...page, description: 'More about it.', flags: [{ name: 'json', summary: 'same as -o json' }, { name: 'limit', char: 'n', value: 'N', summary: 'at most so many' }] }, 80)).toBe(
    `Usage: clinvk x list [flags]

Words:
  ID  which one

Flags:
  -n, --limit N  at most so many
As everywhere: --json

EXAMPLES
  $ clinvk x list 3fa9

More about it.`,
  )
})

test('a page with many stays on one screen: a line a flag', () => {
  const lines = commandHelp({ ...page, flags: Array.from({ length: 25 }, (_, number) => flag(number)) }, 80).split('\n')
  expect(lines.length).toBeLessThanOrEqual(mostLines)
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80)
  expect(lines.filter((line) => line.includes('--flag-'))).toHaveLength(25)
})

test('a long example is parted in a way that a shell puts together again', () => {
  const example = `clinvk x list ${'word '.repeat(20)}end`
  const lines = commandHelp({ ...page, flags: [], examples: [example] }, 80).split('\n')
  const shown = lines.slice(lines.indexOf('EXAMPLES') + 1).join('\n')
  expect(shown.replace(/^ +\$ /, '').replaceAll(/ \\\n +/g, ' ')).toBe(example)
})
