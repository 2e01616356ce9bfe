import { unknownBackends } from '../../config/unknown-backends.ts'
import { unknownVariables } from '../../config/unknown-variables.ts'
import { type Check, fail, type Finding, pass, told, warn } from './check.ts'

/** The configuration can be read and is valid, and no other file or variable looks as if it counted. */
export const checkConfig: Check = {
  title: 'configuration',
  run: ({ config, configuration, env, registry }) => {
    const { path, exists, error, ignored } = configuration
    const known = registry.list().map(({ name }) => name)
    const stray = ignored.map((file) => warn('config.ignored', `${file} is ignored`, `Move what you need from it to ${path}.`))
    const unknown = unknownBackends(config, env, known).map((message) => warn('config.backends', message, 'Correct the name, or install the plugin that brings it.'))
    const idle = unknownVariables(env).map(({ variable, nearest }) => warn('config.environment', `${variable} sets nothing`, nearest === undefined ? 'Unset it, or look its name up in the reference of the configuration.' : `Did you mean ${nearest}?`))
    return Promise.resolve([...loaded(path, exists, error), ...stray, ...unknown, ...idle])
  },
}

function loaded(path: string, exists: boolean, error: unknown): Finding[] {
  const read = pass('config.load', exists ? `read ${path}` : `there is no ${path}: defaults and environment count`)
  if (error === undefined) return [read, pass('config.validate', 'the configuration is valid')]
  const { message, hint } = told(error)
  // A wrong value has a key; a file that cannot be read at all has none.
  const { details } = error as { readonly details?: { readonly key?: unknown } }
  if (typeof details?.key === 'string') return [read, fail('config.validate', message, hint)]
  return [fail('config.load', message, hint), warn('config.validate', 'the configuration was not checked, because it cannot be read', 'Mend what config.load says first.')]
}
