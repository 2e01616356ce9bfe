import type { Config } from './load.ts'
import { configFromEnvironment, settingsVariables } from './environment.ts'

/**
 * Backends that are configured but that no plugin brings, as sentences: a typing error in a name would change nothing and tell
 * nobody. The file and each variable say it of their own.
 */
export function unknownBackends(config: Pick<Config, 'backends'>, env: Readonly<Record<string, string | undefined>>, known: readonly string[]): string[] {
  const settings = [...configFromEnvironment(env)].flatMap(([key, { variable }]) => {
    const [section, name] = key.split('.')
    return section === 'backends' && name !== undefined && !known.includes(name) ? [{ name, variable }] : []
  })
  for (const { backend, variable } of settingsVariables(env)) if (!known.includes(backend)) settings.push({ name: backend, variable })
  const fromEnvironment = new Set(settings.map(({ name }) => name))
  const inFile = Object.keys(config.backends).filter((name) => !known.includes(name) && !fromEnvironment.has(name))
  const say = (where: string, name: string) => `${where} is for a backend "${name}" that is not there (available: ${known.join(', ')})`
  return [...inFile.map((name) => say(`backends.${name} in the configuration`, name)), ...settings.map(({ name, variable }) => say(variable, name))]
}
