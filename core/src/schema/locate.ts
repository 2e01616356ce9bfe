import { type Path, showPath } from './violation.ts'

/** Where a part of a definition stands, for the beginning of a message. */
export interface Located {
  /** `chain.yaml:3:7`, or the path to it where there is no file: `steps[1].prompt`. */
  readonly label: string
  /** Line and column, both from 1, where there is a file. */
  readonly details?: { readonly line: number; readonly column: number }
}

/** Tells where a part of a definition stands. `within`: a piece of its text to point at. */
export type Locate = (path: Path, within?: string) => Located

/** For a definition that did not come as a file. */
export const locateByPath: Locate = (path) => ({ label: showPath(path) })
