/**
 * Writes the tables of the reference pages from the sources, between the marks `<!-- generated: NAME -->` and
 * `<!-- end of NAME -->`; the text around them is written by hand. `--check` writes nothing and fails when a page is not
 * what it would write.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { type FlagEntry, inheritedFlags, promptFlags, resumeFlags, runFlags } from '../src/cli/flag-table.ts'
import { environmentNames } from '../src/config/environment.ts'
import type { Parameters } from '../src/http/compatible/parameters.ts'
import { messageParameters } from '../src/http/anthropic/message-parameters.ts'
import { chatParameters } from '../src/http/openai/chat-parameters.ts'
import { completionParameters } from '../src/http/openai/completion-parameters.ts'
import { responseParameters } from '../src/http/openai/response-parameters.ts'
import { configTree, type SchemaNode } from '../src/config/schema-walk.ts'
import { errorsOf } from '../src/http/documentation/openapi-document.ts'
import { surfaces } from '../src/http/surfaces.ts'
import { chainBody } from '../src/schema/chain-body.ts'
import { compareBody } from '../src/schema/compare-body.ts'
import { parallelBody } from '../src/schema/parallel-body.ts'
import { promptBody } from '../src/schema/prompt-body.ts'
import { sessionChange, sessionQuery } from '../src/schema/session-query.ts'

const root = new URL('../../', import.meta.url)

/** What the page needs of a command's class. */
interface CommandClass {
  readonly summary: string
  readonly args: Readonly<Record<string, { readonly description?: string; readonly required?: boolean }>>
  readonly flags: Readonly<Record<string, CommandFlag>>
}

/** What the page needs of a flag. */
interface CommandFlag {
  readonly type: 'option' | 'boolean'
  readonly char?: string
  readonly summary?: string
  readonly helpValue?: string
  readonly options?: readonly string[]
  readonly hidden?: boolean
}

const pages: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'docs/reference/command-line.md': await commandLine(),
  'docs/reference/anthropic-api.md': { 'parameters of messages': parameterTable(messageParameters) },
  'docs/reference/openai-api.md': { 'parameters of chat completions': parameterTable(chatParameters), 'parameters of completions': parameterTable(completionParameters), 'parameters of responses': parameterTable(responseParameters) },
  'docs/reference/http-api.md': httpApi(),
  'docs/reference/configuration.md': { keys: keyTable() },
}

let stale = 0
for (const [page, regions] of Object.entries(pages)) {
  const file = new URL(page, root)
  const before = readFileSync(file, 'utf8')
  const after = fill(page, before, regions)
  if (!process.argv.includes('--check')) writeFileSync(file, after)
  else if (after !== before) {
    stale += 1
    console.error(`${page} is stale: run npm run generate`)
  }
}
process.exitCode = stale > 0 ? 1 : 0

/** Every region has its marks in the page, and every mark its region. */
function fill(page: string, text: string, regions: Readonly<Record<string, string>>): string {
  const marked = [...text.matchAll(/<!-- generated: (.+?) -->/g)].map(([, name]) => name)
  const lacking = Object.keys(regions).filter((name) => !marked.includes(name))
  const unknown = marked.filter((name) => name !== undefined && !Object.hasOwn(regions, name))
  if (lacking.length + unknown.length > 0) throw new Error(`${page}: no marks for ${lacking.join(', ') || '-'}; marks of nothing: ${unknown.join(', ') || '-'}`)
  return text.replaceAll(/<!-- generated: (.+?) -->\n[\s\S]*?<!-- end of \1 -->/g, (_found, name: string) => `<!-- generated: ${name} -->\n\n${regions[name]}\n<!-- end of ${name} -->`)
}

async function commandLine(): Promise<Record<string, string>> {
  const folder = new URL('core/src/cli/commands/', root)
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts')).map((file) => file.replace(/\.ts$/, '')).sort()
  const regions: Record<string, string> = {}
  const rows: string[][] = []
  for (const file of names) {
    const command = ((await import(new URL(`${file}.ts`, folder).href)) as { default: CommandClass }).default
    const name = file.replaceAll('/', ' ')
    const args = Object.entries(command.args ?? {})
    const words = args.map(([arg, { required }]) => (required === true ? arg.toUpperCase() : `[${arg.toUpperCase()}]`))
    rows.push([`[\`clinvk ${[name, ...words].join(' ')}\`](#clinvk-${name.replaceAll(' ', '-')})`, command.summary])
    // The flags of a run have tables of their own; those commands name only what is more.
    if (name === 'prompt') regions['more flags of prompt'] = flagTable(beside(promptFlags))
    else if (name === 'resume') regions['more flags of resume'] = flagTable(beside(resumeFlags))
    else regions[`flags of ${name}`] = Object.keys(command.flags ?? {}).length === 0 ? 'It takes no flags.\n' : flagTable(Object.entries(command.flags).filter(([, { hidden }]) => hidden !== true).map(entryOf))
  }
  rows.push(['[`clinvk help [COMMAND]`](#clinvk-help)', 'Explain clinvk, or one command.'])
  return { commands: table(['command', 'what it does'], rows), 'shared flags': flagTable(inheritedFlags), 'run flags': flagTable(runFlags), ...regions }
}

/** What becomes of each parameter of a vendor's API. */
function parameterTable(parameters: Parameters): string {
  return table(['parameter', 'here', 'what it says'], Object.entries(parameters).map(([name, { treatment, note }]) => [`\`${name}\``, treatment, note]))
}

function beside(flags: readonly FlagEntry[]): readonly FlagEntry[] {
  const shared = new Set<string>([...inheritedFlags, ...runFlags].map(({ name }) => name))
  return flags.filter(({ name }) => !shared.has(name))
}

function entryOf([name, { type, char, summary = '', helpValue, options }]: [string, CommandFlag]): FlagEntry {
  const value = helpValue ?? (type === 'option' ? 'N' : undefined)
  return { name, type: type === 'option' ? 'string' : 'boolean', summary, ...(char === undefined ? {} : { char }), ...(value === undefined ? {} : { value }), ...(options === undefined ? {} : { options }) }
}

function flagTable(flags: readonly FlagEntry[]): string {
  return table(
    ['flag', 'short', 'value', 'what it says'],
    flags.map(({ name, char, value, options, summary }) => [
      `\`--${name}\``,
      char === undefined ? '' : `\`-${char}\``,
      options === undefined ? (value === undefined ? '' : `\`${value}\``) : options.map((option) => `\`${option}\``).join(', '),
      summary,
    ]),
  )
}

/** The requests of clinvk's own API, and the fields of their bodies. */
function httpApi(): Record<string, string> {
  // Any request can be answered with these.
  const always: readonly number[] = [400, 401, 403, 408, 429, 431, 499, 500, 503, 504]
  const text = readFileSync(new URL('docs/reference/http-api.md', root), 'utf8')
  const routes = surfaces.filter(({ name }) => name === 'native' || name === 'documentation').reverse().flatMap((surface) => surface.routes)
  const rows = routes.map((row) => {
    const { method, path, summary, scope, schemas } = row
    const heading = `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`
    const own = Object.keys(schemas.responses).filter((status) => Number(status) < 300)
    const failures = [...errorsOf(row).keys()].filter((status) => !always.includes(status))
    const anchor = text.includes(`\n## ${heading}\n`) ? `#${heading.toLowerCase().replaceAll(/[^\w\s-]/g, '').replaceAll(' ', '-')}` : undefined
    return [anchor === undefined ? `\`${heading}\`` : `[\`${heading}\`](${anchor})`, scope === 'none' ? 'none' : `\`${scope}\``, summary, [...own, ...failures].join(', ')]
  })
  const [tasks, steps] = [parallelBody.properties.tasks.items.properties, chainBody.properties.steps.items.properties]
  return {
    requests: table(['request', 'key', 'what it does', 'statuses'], rows),
    'fields of a prompt': fieldTable(promptBody),
    'fields of a list of tasks': fieldTable(parallelBody),
    'further fields of a task': fieldTable({ properties: without(tasks, promptBody.properties) }),
    'fields of a chain': fieldTable(chainBody),
    'further fields of a step': fieldTable({ properties: without(steps, promptBody.properties) }),
    'further fields of a comparison': fieldTable({ properties: without(compareBody.properties, promptBody.properties) }),
    'query of sessions': fieldTable(sessionQuery),
    'changes of a session': fieldTable(sessionChange),
  }
}

function without(fields: object, known: object): Record<string, SchemaNode> {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !Object.hasOwn(known, name))) as Record<string, SchemaNode>
}

function fieldTable({ properties = {}, required = [] }: { readonly properties?: object; readonly required?: readonly string[] }): string {
  return table(
    ['field', 'type', 'what it says'],
    Object.entries(properties as Record<string, SchemaNode>).map(([name, node]) => [`\`${name}\`${required.includes(name) ? ', required' : ''}`, wireType(node), node.description ?? '']),
  )
}

function wireType({ type, enum: choices }: SchemaNode): string {
  if (choices !== undefined) return choices.map((choice) => `\`${choice}\``).join(', ')
  const words: Readonly<Record<string, string>> = { string: 'text', integer: 'whole number', number: 'number', boolean: '`true`, `false`', array: 'list', object: 'object' }
  return [type].flat().map((one) => words[String(one)] ?? String(one)).join(' or ')
}

/** A key of the configuration with everything that its row says. */
interface Key {
  readonly path: readonly string[]
  readonly node: SchemaNode
}

function keyTable(): string {
  const variables = variablesByKey()
  return table(
    ['key', 'type', 'default', 'variable', 'what it says'],
    leaves(configTree).map(({ path, node }) => [`\`${path.join('.')}\``, typeOf(node), node.default === undefined || node.default === '' ? 'none' : `\`${JSON.stringify(node.default).replaceAll('"', '')}\``, variables(path), node.description ?? '']),
  )
}

/** Keys that hold values, in the order of the schema; one that any name may stand for is written `NAME`. */
function leaves(node: SchemaNode, path: readonly string[] = []): Key[] {
  const children = Object.entries(node.properties ?? {}).map(([key, child]) => ({ path: [...path, key], node: child }))
  if (typeof node.additionalProperties === 'object') children.push({ path: [...path, 'NAME'], node: node.additionalProperties })
  return children.flatMap((child) => {
    const inner = leaves(child.node, child.path)
    return inner.length > 0 ? inner : [child]
  })
}

function variablesByKey(): (path: readonly string[]) => string {
  const names = [...environmentNames()]
  return (path) => {
    const key = path.join('.')
    const found = path[0] === 'backends' ? [`CLINVK_NAME_${(path[2] ?? '').toUpperCase()}${path[2] === 'settings' ? '_KEY' : ''}`] : names.flatMap(([variable, target]) => (target === key ? [variable] : []))
    return found.map((variable) => `\`${variable}\``).join(', ')
  }
}

function typeOf({ type, enum: choices, ...node }: SchemaNode & { readonly minimum?: number; readonly maximum?: number }): string {
  if (choices !== undefined) return choices.map((choice) => `\`${choice}\``).join(', ')
  switch (type) {
    case 'boolean':
      return '`true`, `false`'
    case 'integer':
      return node.maximum === undefined ? `whole number, ${node.minimum} or more` : `whole number, ${node.minimum} to ${node.maximum}`
    case 'array':
      return 'list of texts'
    case 'object':
      return 'section'
    default:
      return 'text'
  }
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`
  return [line(header), `|${header.map(() => '---').join('|')}|\n`, ...rows.map(line)].join('')
}
