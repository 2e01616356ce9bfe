import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A command as completion sees it. */
export interface CommandEntry {
  /** `sessions list`. */
  readonly name: string
  readonly summary: string
  readonly args: readonly { readonly name: string; readonly options?: readonly string[] }[]
  readonly flags: readonly IndexedFlag[]
}

/** A flag as completion sees it. */
export interface IndexedFlag {
  readonly name: string
  readonly char?: string
  /** It takes a value. */
  readonly value: boolean
  readonly options?: readonly string[]
  readonly summary?: string
  readonly multiple?: boolean
}

/** All commands, from the file that the build writes. `root` is the folder of clinvk's package.json. */
export function readCommandIndex(root: string): readonly CommandEntry[] {
  return JSON.parse(readFileSync(join(root, 'dist', 'command-index.json'), 'utf8')) as CommandEntry[]
}
