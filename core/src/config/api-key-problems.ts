import type { Config } from './load.ts'
import type { Setting } from './environment.ts'
import type { ConfigProblem } from './problem.ts'
import type { ConfigFile } from './read-file.ts'
import { placeOf } from './validate.ts'

/** Entries of `server.keys` with which the server would not start: a key comes from one place, which no type can say. */
export function apiKeyProblems({ server: { keys } }: Config, file: ConfigFile | undefined, fromEnvironment: ReadonlyMap<string, Setting>): ConfigProblem[] {
  return Object.entries(keys)
    .filter(([, { sha256, env }]) => (sha256 === undefined) === (env === undefined))
    .map(([name]) => {
      const key = `server.keys.${name}`
      return { ...placeOf(key.split('.'), file, fromEnvironment), key, message: `${key} needs either sha256 or env`, hint: 'Give one of them.' }
    })
}
