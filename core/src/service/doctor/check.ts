import type { ClinvkError } from '@clinvk/plugin-sdk'
import type { BackendInspector } from '../../backend/inspect-backend.ts'
import type { BackendRegistry } from '../../backend/registry.ts'
import type { Config } from '../../config/load.ts'
import type { Verification } from '../plugins/verify-plugins.ts'
import type { RunPrompt } from '../run-prompt.ts'

/** What one look told. */
export interface Finding {
  /** Stays the same from release to release: `config.load`, `backends.codex.version`. */
  readonly id: string
  readonly status: 'pass' | 'warn' | 'fail'
  /** What was seen, with the value. */
  readonly message: string
  /** One thing to do; with every warning and failure. */
  readonly suggestion?: string
}

/** Where the configuration came from, or why there is none. */
export interface ConfigurationState {
  /** Absolute path of the file that counts. */
  readonly path: string
  /** false: there is no such file, and everything has its default. */
  readonly exists: boolean
  /** Files that do not count, though somebody may think so. */
  readonly ignored: readonly string[]
  /** Why the configuration cannot be used. `config` then holds the defaults. */
  readonly error?: ClinvkError
}

/** What there is to look at. */
export interface DoctorContext {
  readonly config: Config
  readonly configuration: ConfigurationState
  readonly env: Readonly<Record<string, string | undefined>>
  /** clinvk's own folder. */
  readonly home: string
  /** Where runs have their private folders. */
  readonly runFolders: string
  /** Where installed plugins live. */
  readonly pluginFolder: string
  /** Compares the files of installed plugins with what was installed. */
  readonly verifyPlugins: () => Promise<Verification>
  /** The folder of clinvk's package.json. */
  readonly root: string
  readonly registry: BackendRegistry
  readonly inspector: BackendInspector
  readonly runPrompt: RunPrompt
  readonly signal: AbortSignal
}

/** One thing that is looked at. Checks run at the same time, each bounded by itself. */
export interface Check {
  /** For a line of progress: "codex". */
  readonly title: string
  run(context: DoctorContext): Promise<readonly Finding[]>
}

export function pass(id: string, message: string): Finding {
  return { id, status: 'pass', message }
}

export function warn(id: string, message: string, suggestion: string): Finding {
  return { id, status: 'warn', message, suggestion }
}

export function fail(id: string, message: string, suggestion: string): Finding {
  return { id, status: 'fail', message, suggestion }
}

/** What an error says, as a message and what to do. */
export function told(error: unknown): { readonly message: string; readonly hint: string } {
  const { message = String(error), hint } = error as Partial<ClinvkError>
  return { message, hint: hint ?? 'Run again with CLINVK_LOG=debug and report what it prints.' }
}

/** "What is wrong; what to do", as plugins and manifests tell it, in its two halves. */
export function halves(problem: string, otherwise: string): { readonly message: string; readonly suggestion: string } {
  const at = problem.lastIndexOf('; ')
  const advice = at === -1 ? otherwise : problem.slice(at + 2)
  return { message: at === -1 ? problem : problem.slice(0, at), suggestion: `${advice.charAt(0).toUpperCase()}${advice.slice(1)}` }
}
