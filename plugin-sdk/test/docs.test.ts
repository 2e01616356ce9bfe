import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { errorCodes } from '../src/index.ts'

const root = new URL('../../', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8')
const pages: string[] = readdirSync(new URL('docs/plugins/', root)).filter((name) => name.endsWith('.md'))

/** Names of the members of an interface, as its source says. */
function members(source: string, name: string): string[] {
  const body = new RegExp(`^export interface ${name} \\{\\n(.*?)^\\}`, 'ms').exec(source)?.[1] ?? ''
  return [...body.matchAll(/^ {2}(?:readonly )?(\w+)\??[:(]/gm)].map(([, member]) => member ?? '')
}

/** The texts of a page's headings of one level, without marks. */
function headings(page: string, level: number): string[] {
  return [...page.matchAll(new RegExp(`^#{${level}} (.+)$`, 'gm'))].map(([, text]) => text?.replaceAll('`', '') ?? '')
}

function section(page: string, heading: string): string {
  return page.split(/^(?=## )/m).find((part) => part.startsWith(`## ${heading}\n`)) ?? ''
}

const contract = read('docs/plugins/contract.md')

test('every member of Backend has a heading in contract.md, and no heading is stale', () => {
  const names = members(read('plugin-sdk/src/backend.ts'), 'Backend')
  expect(names.length).toBeGreaterThan(14)
  expect(headings(section(contract, 'Backend'), 3)).toEqual(names)
})

test.for([
  ['Capabilities', 'plugin-sdk/src/backend.ts', 'capabilities'],
  ['RunOptions', 'plugin-sdk/src/request.ts', 'options'],
  ['RunRequest', 'plugin-sdk/src/request.ts', 'RunRequest'],
  ['Invocation', 'plugin-sdk/src/invocation.ts', 'Invocation'],
  ['ProcessEnd', 'plugin-sdk/src/decoder.ts', 'ProcessEnd'],
  ['EventContent', 'plugin-sdk/src/event.ts', 'Events'],
  ['Host', 'plugin-sdk/src/host.ts', 'Host'],
] as const)('every member of %s is a row of its table in contract.md, and no row is stale', ([name, file, heading]) => {
  const part = contract.split(/^(?=##)/m).find((text) => text.replaceAll('`', '').match(/^#+ (.+)$/m)?.[1] === heading) ?? ''
  const rows = [...part.matchAll(/^\| `(\w+)` \|/gm)].map(([, row]) => row)
  expect(rows.length).toBeGreaterThan(3)
  expect(rows).toEqual(members(read(file), name))
})

test('every error code is named in contract.md', () => {
  for (const code of errorCodes) expect(contract).toContain(`\`${code}\``)
})

test.for([
  'minimal-backend/backend.js',
  'minimal-backend/package.json',
  'minimal-backend/test/conformance.js',
  'third-party-backend/src/backend.ts',
  'third-party-backend/src/decoder.ts',
])('write-a-backend.md shows examples/%s as it is', (file) => {
  expect(read('docs/plugins/write-a-backend.md')).toContain(`\n${read(`examples/${file}`)}\`\`\`\n`)
})

test.for(pages)('every relative link of %s leads somewhere', (name) => {
  const page = read(`docs/plugins/${name}`)
  for (const [, path = '', anchor] of page.matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)/g)) {
    const target = path === '' ? new URL(`docs/plugins/${name}`, root) : new URL(path, new URL('docs/plugins/', root))
    expect(existsSync(target), `${name}: ${path}`).toBe(true)
    if (anchor === undefined) continue
    const titles = [1, 2, 3].flatMap((level) => headings(readFileSync(target, 'utf8'), level))
    const anchors = titles.map((text) => text.toLowerCase().replaceAll(' ', '-'))
    expect(anchors, `${name}: ${path}#${anchor}`).toContain(anchor)
  }
})
