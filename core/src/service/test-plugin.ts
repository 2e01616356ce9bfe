import { existsSync, readFileSync, statSync } from 'node:fs'
import { isAbsolute, join, relative, resolve } from 'node:path'
import { ClinvkError, type Found } from '@clinvk/plugin-sdk'
import { type CaseOutcome, runConformance } from '../backend/conformance-run.ts'
import { discoverFolder } from '../backend/discovery.ts'
import type { BackendManifest } from '../backend/package-manifest.ts'
import type { Log } from '../log.ts'
import { isRecord } from '../schema/is-record.ts'

/** How one backend of a plugin did. */
export interface BackendReport {
  readonly name: string
  /** The folder of its recordings. */
  readonly recordings: string
  readonly cases: readonly CaseOutcome[]
}

/** How a plugin did in the conformance kit. */
export interface PluginReport {
  readonly package: string
  readonly version: string
  readonly folder: string
  /** What is wrong with its manifest, as users of the plugin would be told. */
  readonly problems: readonly string[]
  readonly backends: readonly BackendReport[]
  readonly passed: number
  readonly failed: number
}

/** What {@link TestPlugin} is made from. */
export interface TestPluginOptions {
  /** The backends that users have already: their names are taken. */
  readonly known: readonly BackendManifest[]
  /** Absolute path of the built thread. */
  readonly thread: string
  readonly loadTimeoutMs: number
  readonly caseTimeoutMs: number
  readonly log: Log
}

/** What the key `clinvk.conformance` of a package.json says of one backend. */
interface KitOptions {
  readonly recordings?: string
  readonly output?: 'json-lines' | 'text'
  readonly found?: Found
}

/** Runs the conformance kit on the folder of a plugin. */
export class TestPlugin {
  readonly #options: TestPluginOptions

  constructor(options: TestPluginOptions) {
    this.#options = options
  }

  /**
   * A case that fails is part of the report. Errors: `invalid_request` for a folder that holds no plugin or no recordings,
   * `plugin_load_failed` and `plugin_invalid` for a module that is no backend.
   */
  async execute(path: string): Promise<PluginReport> {
    const folder = resolve(path)
    const manifest = readPackage(folder)
    const { backends: found, problems: told } = discoverFolder(folder)
    const problems = told.map(({ message }) => message)
    if (found.length === 0) throw noPlugin(folder, problems[0] ?? '"clinvk.backends" in its package.json is empty')
    const settings = kitOptions(folder, manifest['clinvk'], found)
    const several = found.length > 1
    const backends: BackendReport[] = []
    for (const backend of found) {
      const owner = this.#options.known.find(({ name, origin }) => name === backend.name && origin === 'core')
      if (owner !== undefined && owner.package !== backend.package) problems.push(`the backend "${backend.name}" already comes from ${owner.package}; choose another name`)
      backends.push(await this.#test(folder, backend, settings[backend.name] ?? {}, several))
    }
    const outcomes = backends.flatMap(({ cases }) => cases.map(({ outcome }) => outcome))
    const passed = outcomes.filter((outcome) => outcome === 'passed').length
    return { package: found[0]?.package ?? folder, version: found[0]?.version ?? '', folder, problems, backends, passed, failed: outcomes.length - passed }
  }

  async #test(folder: string, manifest: BackendManifest, options: KitOptions, several: boolean): Promise<BackendReport> {
    if (!existsSync(manifest.module)) {
      throw new ClinvkError('plugin_load_failed', `cannot test the backend "${manifest.name}": there is no ${relative(folder, manifest.module)} in ${folder}`, { hint: 'Build the package first, say with npm run build.' })
    }
    const recordings = recordingsFolder(folder, manifest.name, options.recordings, several)
    const { thread, loadTimeoutMs, caseTimeoutMs, log } = this.#options
    const cases = await runConformance(
      { manifest, packageFile: join(folder, 'package.json'), recordings, output: options.output ?? 'json-lines', loadTimeoutMs, ...(options.found === undefined ? {} : { found: options.found }) },
      { thread, caseTimeoutMs, printed: (text) => log.warn(`${manifest.package} printed while it was tested: ${text.trimEnd()}`) },
    )
    return { name: manifest.name, recordings: relative(folder, recordings), cases }
  }
}

function readPackage(folder: string): Record<string, unknown> {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) throw noPlugin(folder, 'there is no such folder')
  if (!existsSync(join(folder, 'package.json'))) throw noPlugin(folder, 'it holds no package.json')
  let manifest: unknown
  try {
    manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  } catch (cause) {
    throw noPlugin(folder, `its package.json cannot be read (${cause instanceof Error ? cause.message : String(cause)})`)
  }
  if (!isRecord(manifest) || manifest['clinvk'] === undefined) throw noPlugin(folder, 'its package.json has no key "clinvk"')
  return manifest
}

function noPlugin(folder: string, why: string): ClinvkError {
  return new ClinvkError('invalid_request', `cannot test a plugin in ${folder}: ${why}`, { hint: 'Name the folder of a plugin, or make one with clinvk plugins new.' })
}

function kitOptions(folder: string, clinvk: unknown, backends: readonly BackendManifest[]): Readonly<Record<string, KitOptions>> {
  const given = isRecord(clinvk) ? (clinvk['conformance'] ?? {}) : {}
  const wrong = (what: string) => noPlugin(folder, `"clinvk.conformance" in its package.json ${what}`)
  if (!isRecord(given)) throw wrong('must hold an object for each backend')
  for (const [name, value] of Object.entries(given)) {
    if (!backends.some((backend) => backend.name === name)) throw wrong(`names "${name}", which is no backend of this package`)
    if (!isRecord(value)) throw wrong(`must hold an object for "${name}"`)
    const { recordings, output, found, ...rest } = value
    if (Object.keys(rest).length > 0) throw wrong(`has the unknown key "${name}.${Object.keys(rest)[0]}"`)
    if (recordings !== undefined && typeof recordings !== 'string') throw wrong(`must hold a path in "${name}.recordings"`)
    if (output !== undefined && output !== 'json-lines' && output !== 'text') throw wrong(`must hold json-lines or text in "${name}.output"`)
    if (found !== undefined && !(isRecord(found) && typeof found['file'] === 'string' && isAbsolute(found['file']))) throw wrong(`must hold an absolute path in "${name}.found.file"`)
  }
  return given as Record<string, KitOptions>
}

/** The named folder; else `test/recordings/NAME` in a package with several backends; else `test/recordings`. */
function recordingsFolder(folder: string, name: string, named: string | undefined, several: boolean): string {
  const recordings = resolve(folder, named ?? join('test', 'recordings', several ? name : ''))
  if (existsSync(recordings)) return recordings
  throw new ClinvkError('invalid_request', `cannot test the backend "${name}": there are no recordings in ${recordings}`, {
    hint: 'Record what its CLI prints, as docs/testing.md of the SDK says, and test again.',
  })
}
