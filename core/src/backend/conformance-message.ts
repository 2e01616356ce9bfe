import type { ErrorCode, Found } from '@clinvk/plugin-sdk'
import type { BackendManifest } from './package-manifest.ts'

/** What the thread that tests a backend is told. */
export interface ConformanceJob {
  readonly manifest: BackendManifest
  /** Absolute path of the plugin's package.json. */
  readonly packageFile: string
  /** Absolute path of the folder of recordings. */
  readonly recordings: string
  readonly output: 'json-lines' | 'text'
  readonly found?: Found
  /** Milliseconds that the module may take to load. */
  readonly loadTimeoutMs: number
  /** How many cases are done already: a case that hung is not tried again. */
  readonly skip: number
}

/** What it tells. */
export type ConformanceMessage =
  /** The module cannot be used, or the recordings cannot be read. Nothing comes after it. */
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly message: string; readonly hint: string }
  /** The titles of all cases, in their order. */
  | { readonly kind: 'cases'; readonly titles: readonly string[] }
  | { readonly kind: 'started'; readonly index: number }
  /** A case has ended; `failure` is absent when it passed. */
  | { readonly kind: 'ended'; readonly index: number; readonly failure?: string }
