import { configTree, type SchemaNode } from '../../config/schema-walk.ts'
import type { Services } from '../../compose.ts'
import { fitWidth } from '../render/fit-width.ts'
import { relativeTime } from '../render/relative-time.ts'
import { oneLine } from '../render/terminal-text.ts'
import { startServices } from '../start-services.ts'
import type { Candidate, DynamicValues } from './complete.ts'

/** Sessions that are offered at most: a list at a prompt is for the recent ones. */
const mostSessions = 50

/** A value stands on the command line as it is: one with a space, a quote or a `$` would be more than a word there. */
const harmless = /^[\w@.:/+,-]+$/

/** Values from this machine. A configuration that is not valid, a store that cannot be read: nothing is offered. */
export function dynamicValues(root: string, env: Readonly<Record<string, string | undefined>>): DynamicValues {
  const ask = async (from: (services: Services) => Promise<readonly Candidate[]>): Promise<readonly Candidate[]> => {
    try {
      const { services } = await startServices({ root, env, verbose: false, write: () => undefined })
      return (await from(services)).filter(({ value }) => harmless.test(value))
    } catch {
      return [] // at a prompt there is no place to tell; the command itself will
    }
  }
  return {
    backends: () => ask(({ listBackends }) => Promise.resolve(listBackends.names().map(({ name, package: from }) => ({ value: name, description: from })))),
    models: (backend) => ask(async ({ listBackends }) => (await listBackends.models(backend)).map(({ model, backend: of }) => ({ value: model, description: of }))),
    // Titles only: what was asked is nobody's business who looks over a shoulder.
    sessions: () => ask(async ({ sessions }) => (await sessions.list({ limit: mostSessions })).sessions.map(({ id, backend, title, last_used: used }) => ({ value: id, description: `${title === undefined ? '' : `${fitWidth(oneLine(title), 40)}, `}${backend}, ${relativeTime(new Date(used), new Date())}` }))),
    configKeys: () => Promise.resolve(keys(configTree, [])),
  }
}

function keys(node: SchemaNode, path: readonly string[]): Candidate[] {
  return Object.entries(node.properties ?? {}).flatMap(([name, child]) => {
    const below = keys(child, [...path, name])
    const about = child.description === undefined ? {} : { description: child.description }
    return below.length > 0 ? below : [{ value: [...path, name].join('.'), ...about }]
  })
}
