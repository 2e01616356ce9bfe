import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, renameSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ClinvkError } from '@clinvk/plugin-sdk'
import { isPackageName } from '../../backend/package-manifest.ts'
import { isRecord } from '../../schema/is-record.ts'
import { removeTree } from '../../process/remove-tree.ts'
import type { PackageTools } from './package-tools.ts'
import { NpmFailure } from './run-npm.ts'

/** A package that was fetched, not yet unpacked. */
export interface FetchedPackage {
  readonly name: string
  readonly version: string
  /** Path below the plugin folder. */
  readonly tarball: string
  /** `sha512-` and base64. */
  readonly integrity: string
}

/**
 * Gets a package as a tarball into `packages` of the plugin folder, so that the same can be installed again without a network.
 * Errors: `invalid_request` when there is no such package or version; `plugin_invalid` for what is no package;
 * `plugin_load_failed` when it could not be got.
 */
export async function fetchPackage(folder: string, tools: PackageTools, spec: string): Promise<FetchedPackage> {
  const into = join(folder, 'incoming')
  mkdirSync(into, { recursive: true })
  try {
    const { name, version } = packed(await tools.pack(spec, into), spec)
    const file = readdirSync(into)[0]
    if (file === undefined) throw noPackage(spec)
    const bytes = await readFile(join(into, file))
    const integrity = integrityOf(bytes)
    if (!isPackageName(name)) throw new ClinvkError('plugin_invalid', `cannot install "${spec}": ${JSON.stringify(name)} is no name of an npm package`, { hint: 'Ask its author.' })
    const tarball = `packages/${name.replaceAll(/[^a-z0-9._-]/gi, '-')}-${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}.tgz`
    mkdirSync(join(folder, 'packages'), { recursive: true })
    renameSync(join(into, file), join(folder, tarball))
    return { name, version, tarball, integrity }
  } catch (error) {
    throw error instanceof NpmFailure ? notFetched(spec, error) : error
  } finally {
    await removeTree(into)
  }
}

/** What `npm pack --json` says: a list of one, and behind it perhaps names of bundled packages. */
function packed(stdout: string, spec: string): { readonly name: string; readonly version: string } {
  const end = stdout.indexOf('\n]')
  const list = end === -1 ? undefined : (JSON.parse(stdout.slice(stdout.indexOf('['), end + 2)) as unknown)
  const first = Array.isArray(list) ? (list[0] as unknown) : undefined
  if (!isRecord(first) || typeof first['name'] !== 'string' || typeof first['version'] !== 'string') throw noPackage(spec)
  return { name: first['name'], version: first['version'] }
}

function noPackage(spec: string): ClinvkError {
  return new ClinvkError('plugin_invalid', `cannot install "${spec}": npm makes no package of it`, { hint: 'Name a tarball that "npm pack" made, or a folder with a package.json that has a name and a version.' })
}

/** npm's way to write what a tarball is: `sha512-` and base64. */
export function integrityOf(bytes: Buffer): string {
  return `sha512-${createHash('sha512').update(bytes).digest('base64')}`
}

function notFetched(spec: string, failure: NpmFailure): ClinvkError {
  const message = `cannot fetch "${spec}": ${failure.message}`
  if (failure.unreachable) return new ClinvkError('plugin_load_failed', message, { hint: 'Check the network and npm\'s settings ("npm config get registry"), or install from a file.', cause: failure })
  const missing = ['E404', 'ETARGET', 'ENOVERSIONS', 'EINVALIDPACKAGENAME', 'EINVALIDTAGNAME', 'EUNSUPPORTEDPROTOCOL'].includes(failure.npmCode)
  if (missing) return new ClinvkError('invalid_request', message, { hint: 'Check the name and the version.', cause: failure })
  return new ClinvkError('plugin_invalid', message, { hint: 'Check what it names; nothing was changed.', cause: failure })
}
