import type { Backend, Inspection } from '@clinvk/plugin-sdk'
import { type Check, type DoctorContext, fail, type Finding, halves, pass, warn } from './check.ts'

/** One backend: its plugin loads, its CLI is there, answers, has the flags that the plugin relies on, and is signed in. */
export function checkBackend(name: string): Check {
  return { title: name, run: (context) => look(name, context) }
}

async function look(name: string, { config, registry, inspector, signal }: DoctorContext): Promise<Finding[]> {
  const id = `backends.${name}.available`
  if (config.backends[name]?.enabled === false) return [pass(id, `${name} is disabled in the configuration, and was not looked at`)]
  const [entry] = await registry.available(name)
  const from = registry.manifest(name).package
  if (entry?.problem !== undefined) return [fail(id, entry.problem, `Update or uninstall ${from}.`)]
  const backend = await registry.get(name)
  if (entry?.found === undefined) return [warn(id, `${backend.title} was not found on PATH`, `Install it: ${backend.install}`)]
  return [pass(id, `${backend.title}: ${entry.found.file}`), ...inspected(backend, await inspector.inspect(name, entry.found, signal))]
}

/** The plugin's sentences, each below the question that it belongs to; none is left out. */
function inspected({ name, title }: Backend, inspection: Inspection): Finding[] {
  const { version, missing_flags: missing, signed_in: signedIn } = inspection
  const left = [...inspection.problems]
  const take = (belongs: (problem: string) => boolean, otherwise: string): string => {
    const at = left.findIndex(belongs)
    return at === -1 ? otherwise : (left.splice(at, 1)[0] as string)
  }
  const findings: Finding[] = []
  const add = (status: 'warn' | 'fail', part: string, problem: string) => findings.push({ id: `backends.${name}.${part}`, status, ...halves(problem, `See clinvk backends ${name}`) })

  if (version === undefined) add('fail', 'version', take(() => true, `${title} did not tell its version; reinstall it`))
  else {
    const old = left.some((problem) => problem.includes(version) && !mentions(problem, missing))
    if (old) add('warn', 'version', take((problem) => problem.includes(version) && !mentions(problem, missing), ''))
    else findings.push(pass(`backends.${name}.version`, `${title} ${version}`))
  }
  if (missing !== undefined && missing.length > 0) add('fail', 'flags', take((problem) => mentions(problem, missing), `${title} no longer offers ${missing.join(', ')}; update clinvk`))
  else if (missing !== undefined) findings.push(pass(`backends.${name}.flags`, 'the flags that the plugin relies on are offered'))
  if (signedIn === false) add('warn', 'signed_in', take((problem) => /\bsign(?:ed)? in\b/i.test(problem), `${title} is not signed in; start it and sign in`))
  else if (version !== undefined) findings.push(pass(`backends.${name}.signed_in`, signedIn === true ? 'there is something to sign in with' : 'cannot be told without asking the model; --probe does'))
  for (const problem of left) add('warn', 'problems', problem)
  return findings
}

function mentions(problem: string, flags: readonly string[] | undefined): boolean {
  return flags?.some((flag) => problem.includes(flag)) ?? false
}
