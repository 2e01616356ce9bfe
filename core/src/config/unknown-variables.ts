import { nearestName } from '../schema/nearest-name.ts'
import { configFromEnvironment, environmentNames, settingsVariables } from './environment.ts'

/** Variables of clinvk that are no key of the configuration. */
const others = ['CLINVK_CONFIG', 'CLINVK_HOME', 'CLINVK_DATA_DIR', 'CLINVK_LOG', 'CLINVK_API_KEYS', 'CLINVK_RUN_ID', 'CLINVK_DEPTH'] as const

/** Of keys that `server.keys` names. */
const ofKeys = 'CLINVK_KEY_'

/** A variable that looks like one of clinvk's and sets nothing. */
export interface UnknownVariable {
  readonly variable: string
  /** What was probably meant. */
  readonly nearest?: string
}

/** Variables named `CLINVK_...` that nobody reads: a typing error in a name would change nothing and tell nobody. Those of `server.keys` have names of their own. */
export function unknownVariables(env: Readonly<Record<string, string | undefined>>): UnknownVariable[] {
  const known = new Set([...others, ...environmentNames().keys()])
  const used = new Set([...configFromEnvironment(env).values(), ...settingsVariables(env)].map(({ variable }) => variable))
  const names = Object.keys(env).filter((name) => name.startsWith('CLINVK_') && !name.startsWith(ofKeys) && env[name] !== '' && !known.has(name) && !used.has(name))
  return names.sort().map((variable) => {
    const nearest = nearestName(variable, known)
    return { variable, ...(nearest === undefined ? {} : { nearest }) }
  })
}
