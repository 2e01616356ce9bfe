import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { route } from '../core/src/cli/argv-router.ts'
import { exitCode } from '../core/src/service/exit-code.ts'
import { promptFlags } from '../core/src/cli/flag-table.ts'
import { parsePrompt } from '../core/src/cli/parse-prompt.ts'
import { environmentNames } from '../core/src/config/environment.ts'
import { childNode, configTree, type SchemaNode } from '../core/src/config/schema-walk.ts'
import { errorCodes } from '../plugin-sdk/src/index.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const commandFiles = readdirSync(join(root, 'core/src/cli/commands'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
const commandNames = [...commandFiles.map((file) => file.replace(/\.ts$/, '').replaceAll('/', ' ')), 'help']
const commands = [...new Set(commandNames.map((name) => name.split(' ')[0] as string))]
const docs = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md')).map((name) => join('docs', name))
const pages = ['README.md', 'CONTRIBUTING.md', ...docs]

/** The part of a page below a heading, up to the next one of its level. */
function section(page: string, heading: string): string {
  const level = /^#+/.exec(heading)?.[0] ?? ''
  return page.split(new RegExp(`^(?=${level} )`, 'm')).find((part) => part.startsWith(`${heading}\n`)) ?? ''
}

describe('errors.md', () => {
  const page = read('docs/reference/errors.md')
  const headings = [...page.matchAll(/^### `(.+)`$/gm)].map(([, code]) => code)

  test('has a heading for each code, and none for a code that is gone', () => {
    expect(headings).toEqual([...errorCodes])
  })

  test.each(errorCodes)('says of %s when, what to do, and with which exit code', (code) => {
    const text = section(page, `### \`${code}\``)
    expect(text).toMatch(/^When: \S/m)
    expect(text).toMatch(/^Do: \S/m)
    expect(text).toMatch(/ HTTP [45]\d\d\.$/m)
    const own = exitCode({ code, details: { exit_code: 42 } }) === 42
    expect(text).toContain(own ? 'Exit code: the CLI\'s own.' : `Exit code ${exitCode({ code })}.`)
  })

  test('tells every exit code in its table', () => {
    const told = [...section(page, '## Exit codes').matchAll(/^\| (\d) \|/gm)].map(([, number]) => Number(number))
    expect(new Set(told)).toEqual(new Set([0, ...errorCodes.map((code) => exitCode({ code }))]))
  })
})

describe('command-line.md', () => {
  const page = read('docs/reference/command-line.md')

  test('has a section for each command, and none for a command that is gone', () => {
    expect(new Set([...page.matchAll(/^## clinvk (.+)$/gm)].map(([, name]) => name))).toEqual(new Set(commandNames))
  })

  test('has a row for each flag of a prompt, its short name included, and none for a flag that is gone', () => {
    const rows = [...section(page, '## clinvk prompt').matchAll(/^\| `--([\w-]+)` \| (?:`-(\w)`)? \|/gm)].map(([, name, char]) => `${name} ${char ?? ''}`)
    expect(rows.sort()).toEqual(promptFlags.map(({ name, char }) => `${name} ${char ?? ''}`).sort())
  })

  test('names no flag that does not exist', () => {
    const named = [...page.matchAll(/(?<![\w-])--([a-z][\w-]*)/g)].map(([, name]) => name)
    // The tables come from the sources; beside them what clinvk takes beside its flags, and two examples.
    const inTables = [...page.matchAll(/^\| `--([\w-]+)` \|/gm)].map(([, name]) => name)
    const known = new Set<string | undefined>([...inTables, 'help', 'version', 'weird', 'effort', 'no-fail-fast'])
    expect(named.filter((name) => !known.has(name))).toEqual([])
  })
})

describe('configuration.md', () => {
  const page = read('docs/reference/configuration.md')
  const rows = new Map([...page.matchAll(/^\| `([\w.]+)` \|.*$/gm)].map(([row, key]) => [key, row]))

  test('has a row for each key, and none for a key that is gone', () => {
    const keys = leaves(configTree, [])
    expect(keys.filter((key) => !rows.has(key))).toEqual([])
    expect([...rows.keys()].filter((key) => key?.includes('.') === true && !keys.includes(key))).toEqual([])
  })

  test('has the variable of each key in its row', () => {
    for (const [variable, key] of environmentNames()) expect(rows.get(key), key).toContain(`\`${variable}\``)
    for (const key of Object.keys(childNode(configTree.properties?.['backends'], '*')?.properties ?? {})) expect(rows.get(`backends.NAME.${key}`)).toContain(`\`CLINVK_NAME_${key.toUpperCase()}${key === 'settings' ? '_KEY' : ''}\``)
  })

  test('explains every variable of clinvk that is no key', () => {
    const sources = readdirSync(join(root, 'core/src'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
    const named = new Set(sources.flatMap((name) => [...read(`core/src/${name}`).matchAll(/'(CLINVK_[A-Z_]*[A-Z])'/g)].map(([, variable]) => variable as string)))
    expect(named.size).toBeGreaterThan(4)
    const keys = environmentNames()
    for (const variable of named) if (!keys.has(variable)) expect(section(page, '## Other variables')).toContain(`| \`${variable}\` |`)
  })
})

test('the tables of the reference pages are what the sources say', () => {
  const run = () => execFileSync(join(root, 'node_modules/.bin/tsx'), ['core/scripts/write-reference.ts', '--check'], { cwd: root, encoding: 'utf8', stdio: 'pipe' })
  expect(run).not.toThrow()
})

describe('architecture.md', () => {
  const page = read('docs/architecture.md')

  test('shows a tree in which every path exists, and every folder of core/src, and every folder in those', () => {
    const tree = /```\n(.*?)```/s.exec(section(page, '## The tree'))?.[1]?.trim().split('\n').map((line) => line.split(' ')[0] as string) ?? []
    expect(tree.length).toBeGreaterThan(15)
    expect(tree.filter((path) => !existsSync(join(root, path)))).toEqual([])
    const within = (folder: string) => readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [`${folder}${entry.name}/`] : []))
    const folders = within('core/src/').flatMap((folder) => [folder, ...within(folder)])
    expect(folders.filter((folder) => !tree.includes(folder))).toEqual([])
  })

  test('names no file that is not there', () => {
    const named = [...page.matchAll(/`((?:core|plugins|plugin-sdk|test|scripts|examples)\/[\w./-]+)`/g)].map(([, path]) => path as string)
    expect(named.length).toBeGreaterThan(25)
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([])
  })
})

test('CONTRIBUTING.md names no file that is not there', () => {
  const named = [...read('CONTRIBUTING.md').matchAll(/`((?:core|plugin-sdk|test|scripts|\.ci)\/[\w./-]+)`/g)].map(([, path]) => path as string)
  expect(named.length).toBeGreaterThan(10)
  expect(named.filter((path) => !path.includes('NAME') && !existsSync(join(root, path)))).toEqual([])
})

describe.each(pages)('%s', (name) => {
  const page = read(name)

  test('has links that lead somewhere', () => {
    const wrong: string[] = []
    for (const [link, path = '', anchor] of withoutCode(page).matchAll(/\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)/g)) {
      const target = path === '' ? join(root, name) : resolve(root, dirname(name), path)
      if (!existsSync(target) || relative(root, target).startsWith('..')) wrong.push(`${link}: no such file`)
      else if (anchor !== undefined && (statSync(target).isDirectory() || !anchors(readFileSync(target, 'utf8')).includes(anchor))) wrong.push(`${link}: no such heading`)
    }
    expect(wrong).toEqual([])
  })

  test('runs only scripts of npm that exist', () => {
    const scripts = Object.keys((JSON.parse(read('package.json')) as { scripts: object }).scripts)
    expect([...page.matchAll(/npm run ([\w:-]+)/g)].map(([, script]) => script).filter((script) => !scripts.includes(script as string))).toEqual([])
  })
})

test.each(pages)('the command lines of %s can be run', (name) => {
  for (const block of read(name).matchAll(/^```sh\n(.*?)^```/gms)) {
    for (const line of (block[1] ?? '').split('\n')) {
      const words = clinvkWords(line)
      if (words === undefined) continue
      const decided = route(words, { commands: new Set(commands), flags: promptFlags, terminal: true })
      expect(decided.kind, line).toMatch(/^(prompt|command)$/)
      if (decided.kind === 'prompt') expect(parsePrompt(decided.argv).help, line).toBe(false)
    }
  }
})

test('"Some things to do" of README.md has command lines', () => {
  const lines = section(read('README.md'), '## Some things to do').split('\n').filter((line) => clinvkWords(line) !== undefined)
  expect(lines.length).toBeGreaterThan(4)
})

/** The words behind `clinvk` in a line of a shell, quotes taken off; undefined when the line does not start clinvk. */
function clinvkWords(line: string): string[] | undefined {
  const tokens = [...line.matchAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'|([|#;&])|([^\s"'|#;&]+)/g)].map(([, double, single, operator, bare]) => ({ text: double ?? single ?? bare ?? operator ?? '', operator }))
  const start = tokens.findIndex(({ text, operator }) => text === 'clinvk' && operator === undefined)
  const starts = start === 0 || tokens[start - 1]?.operator === '|' || /^\w+=/.test(tokens[start - 1]?.text ?? '')
  if (start === -1 || !starts) return undefined
  const end = tokens.findIndex(({ operator }, index) => index > start && operator !== undefined)
  return tokens.slice(start + 1, end === -1 ? undefined : end).map(({ text }) => text)
}

/** Keys that hold values; a name that may be anything is written `NAME`. */
function leaves(node: SchemaNode, path: readonly string[]): string[] {
  const children = Object.entries(node.properties ?? {}).map(([key, child]): [string, SchemaNode] => [key, child])
  if (typeof node.additionalProperties === 'object') children.push(['NAME', node.additionalProperties])
  return children.length === 0 ? [path.join('.')] : children.flatMap(([key, child]) => leaves(child, [...path, key]))
}

/** The anchors that GitHub makes of a page's headings: small letters, no punctuation, dashes for spaces, numbered when they repeat. */
function anchors(page: string): string[] {
  const seen = new Map<string, number>()
  return [...withoutCode(page).matchAll(/^#{1,6} +(.+?)\s*$/gm)].map(([, heading]) => {
    const text = (heading ?? '').replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase()
    const slug = text.replaceAll(/[^\p{L}\p{N}\s_-]/gu, '').replaceAll(/\s/g, '-')
    const count = seen.get(slug) ?? 0
    seen.set(slug, count + 1)
    return count === 0 ? slug : `${slug}-${count}`
  })
}

function withoutCode(page: string): string {
  return page.replaceAll(/^```.*?^```/gms, '')
}
