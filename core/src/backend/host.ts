import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { delimiter, isAbsolute, join } from 'node:path'
import type { Host } from '@clinvk/plugin-sdk'
import type { Guard } from '../process/guard/guard.ts'
import { runHelper } from '../process/run-helper.ts'

/** Makes the host that one backend gets to see. Aborting `signal` ends its helper commands. */
export type HostFactory = (backend: string, signal?: AbortSignal) => Host

/** What the host lends is taken from here. */
export interface HostOptions {
  readonly env: Readonly<Record<string, string | undefined>>
  /** clinvk's own folder; each backend has `backends/NAME` below it. */
  readonly home: string
  /** Names that a backend's helper commands must not get: the secrets of others, and its CLI's markers. Absent: none. */
  readonly withheld?: (backend: string) => Promise<readonly string[]>
  /** Clears helper commands away when this process dies. Absent: nobody does. */
  readonly guard?: Guard | undefined
}

/** Hosts for all backends of one process. */
export function createHostFactory({ env, home, withheld, guard }: HostOptions): HostFactory {
  return (backend, signal) => ({
    env,
    home: env['HOME'] || homedir(),
    state_dir: join(home, 'backends', backend),
    findExecutable: (name) => findExecutable(name, env['PATH'] ?? ''),
    run: async (file, args) => {
      // As for a run: what is clinvk's own, or another's secret, is nothing for this CLI.
      const dropped = new Set(await withheld?.(backend))
      return runHelper(file, args, Object.fromEntries(Object.entries(env).filter(([key]) => !key.startsWith('CLINVK_') && !dropped.has(key))), { signal, guard })
    },
  })
}

async function findExecutable(name: string, path: string): Promise<string | undefined> {
  const candidates = isAbsolute(name) ? [name] : path.split(delimiter).filter(isAbsolute).map((folder) => join(folder, name))
  for (const candidate of candidates) {
    if (await isExecutable(candidate)) return candidate
  }
  return undefined
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK)
    return (await stat(file)).isFile()
  } catch {
    return false // not there, or not ours to run: the next folder on PATH may have it
  }
}
