import type { BackendSummary } from '../../service/list-backends.ts'
import { backendStatus } from './backend-table.ts'
import { oneLine } from './terminal-text.ts'
import { wrapped } from './wrapped.ts'

const label = 17

/** One backend closely: a line or a few for each thing known, problems last. What plugins and CLIs say drives no terminal. */
export function backendDetails(backend: BackendSummary, width: number): string {
  const facts = [...state(backend), ...described(backend)]
  const lines = facts.flatMap(([name, value]) => (value === undefined || value === '' ? [] : labelled(name, value, width)))
  const problems = backend.problems.flatMap((problem) => wrapped(oneLine(problem), width - 2).map((line, index) => `${index === 0 ? '  ' : '    '}${line}`))
  return `${[...lines, ...(problems.length > 0 ? ['', 'Problems:', ...problems] : [])].join('\n')}\n`
}

type Fact = readonly [string, string | undefined]

function state(backend: BackendSummary): Fact[] {
  const { details, package: from } = backend
  const known = details?.signed_in
  return [
    ['Backend', backend.name],
    ['Title', details === undefined ? undefined : `${details.title} (${details.vendor})`],
    ['Status', backendStatus(backend)],
    ['CLI', backend.file ?? (details === undefined ? undefined : `not found; install it: ${details.install}`)],
    ['Version', backend.version],
    ['Bad versions', details?.bad_versions?.map(({ versions, reason }) => `${versions} (${reason})`).join('; ')],
    ['Missing flags', details?.missing_flags?.join(', ')],
    ['Signed in', backend.file === undefined ? undefined : known === undefined ? 'cannot be told without asking the model' : known ? 'yes' : 'no'],
    ['Plugin', details === undefined ? from : `${from} ${details.package_version}`],
  ]
}

function described({ details }: BackendSummary): Fact[] {
  if (details === undefined) return []
  const { capabilities, models, flags, environment, prompt_chars: chars } = details
  const can = Object.entries(capabilities).flatMap(([name, value]) => (value === false || value === undefined ? [] : [value === true ? name : `${name} (${value})`]))
  const cannot = Object.entries(capabilities).flatMap(([name, value]) => (value === false ? [name] : []))
  const aliases = Object.entries(models.aliases ?? {}).map(([short, id]) => `${short} = ${id}`)
  const extra = Object.entries(flags).map(([flag, arity]) => (arity === 0 ? flag : `${flag} ${arity === 1 ? 'VALUE' : 'VALUE...'}`))
  const secrets = new Set(environment.secrets)
  return [
    ['Capabilities', can.join(', ')],
    ['Not capable of', cannot.join(', ')],
    ['Models', models.known.join(', ')],
    ['Model patterns', models.patterns.join(', ')],
    ['Model aliases', aliases.join(', ')],
    ['Extra flags', extra.length === 0 ? 'none' : extra.join(', ')],
    ['Variables', [...new Set([...environment.uses, ...environment.secrets])].map((name) => (secrets.has(name) ? `${name} (secret)` : name)).join(', ')],
    ['Longest prompt', `${chars} characters`],
  ]
}

function labelled(name: string, value: string, width: number): string[] {
  return wrapped(oneLine(value), width - label).map((line, index) => `${index === 0 ? `${name}:`.padEnd(label) : ' '.repeat(label)}${line}`)
}
