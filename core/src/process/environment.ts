import { ClinvkError } from '@clinvk/plugin-sdk'
import { depthVariable } from './depth.ts'
import { runIdVariable } from './find-leftovers.ts'

/** What the environment of a run's process is made from, beside the host's. */
export interface EnvironmentRules {
  /** Names that the process must not get: secrets of others, markers of nested CLIs. */
  readonly drop: readonly string[]
  /** Variables to set, or to remove where the value is `undefined`. Stronger than everything but the run's id and depth. */
  readonly set: Readonly<Record<string, string | undefined>>
  readonly run_id: string
  /** The run's own folder for temporary files. */
  readonly tmpdir: string
  /** How deep in runs the host itself is. */
  readonly depth: number
  /**
   * Strict mode: only these names, and those that every program needs (PATH, HOME, locale), are passed on. A `*` at the end
   * stands for any characters.
   */
  readonly allow?: readonly string[]
}

/** Proxies and certificates, without which a CLI behind them reaches nothing. Programs know both cases of the proxies. */
const network = [...['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY'].flatMap((name) => [name, name.toLowerCase()]), 'SSL_CERT_FILE', 'SSL_CERT_DIR', 'NODE_EXTRA_CA_CERTS'] as const

/** What a program needs to find its files and speak the user's language; passed on in strict mode too. */
const baseVariables = ['PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'TERM', 'TZ', 'LANG', 'LANGUAGE', 'LC_*', ...network] as const

/**
 * The environment of a run's process: the host's, less clinvk's own variables (`CLINVK_*`) and what the rules drop, plus
 * what they set, the run's id and depth, and its TMPDIR.
 */
export function childEnvironment(
  hostEnv: Readonly<Record<string, string | undefined>>,
  rules: EnvironmentRules,
): Record<string, string> {
  const dropped = new Set(rules.drop)
  const allowed = rules.allow === undefined ? () => true : matcher([...baseVariables, ...rules.allow])
  const passed = Object.entries(hostEnv).filter(([name]) => !name.startsWith('CLINVK_') && !dropped.has(name) && allowed(name))
  for (const name of [runIdVariable, depthVariable]) {
    if (!Object.hasOwn(rules.set, name)) continue
    throw new ClinvkError('plugin_invalid', `a backend cannot set or remove ${name} for its CLI`, {
      hint: `Take ${name} out of the env of the backend's invocation.`,
    })
  }
  const entries = [
    ...passed,
    ['TMPDIR', rules.tmpdir] as const,
    ...Object.entries(rules.set),
    [runIdVariable, rules.run_id] as const,
    [depthVariable, String(rules.depth + 1)] as const,
  ]
  const environment = Object.fromEntries(entries)
  return Object.fromEntries(Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined))
}

/** Tells whether a name is one of these; a `*` at the end stands for any characters. */
export function matcher(patterns: readonly string[]): (name: string) => boolean {
  const names = new Set(patterns.filter((pattern) => !pattern.endsWith('*')))
  const beginnings = patterns.filter((pattern) => pattern.endsWith('*')).map((pattern) => pattern.slice(0, -1))
  return (name) => names.has(name) || beginnings.some((beginning) => name.startsWith(beginning))
}
