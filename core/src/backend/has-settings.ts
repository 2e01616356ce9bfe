import { settingsVariables } from '../config/environment.ts'
import { type Config, sourceOf } from '../config/load.ts'

/** True when the file or a variable sets something for this backend: only then are its settings looked at. */
export function hasSettings(name: string, config: Pick<Config, 'backends'>): boolean {
  return config.backends[name]?.settings !== undefined || settingsVariables(sourceOf(config)?.env ?? {}).some(({ backend }) => backend === name)
}
