import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A home without anything in it, and how to write configuration files into it. */
export interface ConfigHome {
  readonly folder: string
  /** What the environment of a run looks like: nothing but this home. */
  readonly env: Record<string, string>
  /** Writes a file below the home and returns its path; `.clinvk/config.yaml` unless named. */
  write(text: string, path?: string): string
}

/** A new home, removed after the test. */
export function configHome(): ConfigHome {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'clinvk-config-')))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return {
    folder,
    env: { HOME: folder },
    write: (text, path = '.clinvk/config.yaml') => {
      const file = join(folder, path)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, text)
      return file
    },
  }
}
