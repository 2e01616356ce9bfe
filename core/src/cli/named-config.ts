import { ClinvkError } from '@clinvk/plugin-sdk'

/** The file that `--config` names, where it is given, for whoever loads the configuration. Errors: `invalid_request` for an empty one. */
export function namedConfig(path: unknown): { readonly path?: string } {
  if (typeof path !== 'string') return {}
  // An unset variable of a script, most likely: the file that it does not name is not to be replaced by another.
  if (path === '') throw new ClinvkError('invalid_request', '--config names no file: its value is empty', { hint: 'Name a file, or leave out --config.', details: { usage: true } })
  return { path }
}
