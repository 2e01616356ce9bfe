import type { Backend } from '../backend.ts'
import type { Found } from '../host.ts'
import type { Recording } from './recording.ts'

/** What the cases of the kit work with. */
export interface Kit {
  readonly backend: Backend
  readonly found: Found
  readonly recordings: readonly Recording[]
  /** The parsed package.json and where it is; absent when the caller gave none. */
  readonly manifest?: { readonly file: string; readonly content: unknown }
  readonly output: 'json-lines' | 'text'
  /** An id as the CLI gives them to conversations, from a recording if one shows it. */
  readonly session_id: string
}

/** One test. It fails by throwing. */
export interface Case {
  readonly title: string
  run(): void | Promise<void>
}

/** A group of cases, one file each in `cases/`. It leaves out what the backend does not declare. */
export type Group = (kit: Kit) => readonly Case[]
