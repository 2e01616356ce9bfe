import { statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ClinvkError } from '@clinvk/plugin-sdk'
import { isPackageName } from '../../backend/package-manifest.ts'
import type { PluginSource } from './plugin-record.ts'

/** Where a plugin is to come from. */
export interface PluginSpec {
  readonly source: Exclude<PluginSource, 'link'>
  /** As npm takes it. Paths are absolute. */
  readonly spec: string
  /** Known before anything is fetched where it comes from the registry. */
  readonly name?: string
  /** A version that cannot change any more. */
  readonly pinned: boolean
}

const hosted = /^(?:github|gitlab|bitbucket|gist):/
const git = /^(?:git\+(?:ssh|https|http|file)|git|ssh):|^git@/
const exact = /^v?\d+\.\d+\.\d+(?:[-+][\w.+-]+)?$/

/**
 * Reads what a person wrote behind `plugins install`: a name of the registry with or without a version, a tarball, a folder, or a
 * place of git. Errors: `invalid_request` for a path where nothing is, and for what is none of these.
 */
export function pluginSpec(text: string, cwd: string, home: string): PluginSpec {
  if (text === '' || text.startsWith('-')) throw unreadable(text)
  if (git.test(text) || hosted.test(text) || (/^https?:/.test(text) && /\.git(?:#.*)?$/.test(text))) return { source: 'git', spec: text, pinned: /#[0-9a-f]{40}$/.test(text) }
  if (/^https?:/.test(text)) return { source: 'url', spec: text, pinned: true }
  if (text.startsWith('file:') || /^(?:\.{1,2}(?:\/|$)|\/|~\/)/.test(text) || /\.(?:tgz|tar\.gz|tar)$/.test(text)) return fromPath(text, cwd, home)
  const [, name = '', range] = /^((?:@[^/@]+\/)?[^/@]+)(?:@(.*))?$/.exec(text) ?? []
  if (isPackageName(name) && !/[:/]/.test(range ?? '')) return { source: 'registry', spec: `${name}@${range || 'latest'}`, name, pinned: exact.test(range ?? '') }
  // `owner/repository` is how npm writes GitHub.
  if (/^[\w-][\w.-]*\/[\w.-]+(?:#.+)?$/.test(text)) return { source: 'git', spec: `github:${text}`, pinned: /#[0-9a-f]{40}$/.test(text) }
  throw unreadable(text)
}

function fromPath(text: string, cwd: string, home: string): PluginSpec {
  const path = text.startsWith('file://') ? fileURLToPath(text) : text.replace(/^file:/, '')
  const absolute = path.startsWith('~/') ? join(home, path.slice(2)) : resolve(cwd, path)
  const found = statSync(absolute, { throwIfNoEntry: false })
  if (found === undefined) throw new ClinvkError('invalid_request', `cannot install "${text}": there is no "${absolute}"`, { hint: 'Name a tarball (npm pack makes one), or a folder.' })
  return { source: found.isDirectory() ? 'folder' : 'file', spec: absolute, pinned: false }
}

function unreadable(text: string): ClinvkError {
  return new ClinvkError('invalid_request', `cannot install "${text}": that names no package`, { hint: 'Write NAME, NAME@VERSION, file:PACKAGE.tgz, or the address of a git repository.' })
}
