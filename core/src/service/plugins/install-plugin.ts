import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { ClinvkError, isClinvkError } from '@clinvk/plugin-sdk'
import { type CheckedPackage, checkPackage } from '../../backend/check-package.ts'
import type { Discovered } from '../../backend/discovery.ts'
import { pluginAllowed } from '../../backend/plugin-allowed.ts'
import { recordContents } from './content-record.ts'
import { type FetchedPackage, fetchPackage } from './fetch-package.ts'
import type { PackageTools } from './package-tools.ts'
import type { PluginSpec } from './plugin-spec.ts'
import type { Draft } from './plugin-store.ts'
import { NpmFailure } from './run-npm.ts'

/** What a plugin may not collide with, and who decides. */
export interface InstallRules {
  /** `plugins.allow`. */
  readonly allow: readonly string[]
  /** What is there before. */
  readonly discovered: Discovered
  /** Packages that belong to clinvk. */
  readonly own: ReadonlySet<string>
  /** First words of clinvk's own commands. */
  readonly commands: ReadonlySet<string>
  /** Asks whether words may become commands, which send no prompt any more. Throws when they may not. */
  readonly confirm: (name: string, words: readonly string[]) => Promise<void>
  /** Tells what is being done. */
  readonly say: (step: string) => void
}

/** A plugin that was installed or linked. */
export interface InstallResult {
  readonly name: string
  readonly version: string
  /** Version that was there before. */
  readonly replaced?: string
  readonly backends: readonly string[]
  /** First words of its commands. */
  readonly commands: readonly string[]
  /** What its author should mend. */
  readonly notes: readonly string[]
  /** `sha512-` and base64 of the tarball. */
  readonly integrity?: string
}

/**
 * Fetches a package, unpacks it in the draft and looks at it. Nothing of it runs: no install script, no module.
 * Errors: `permission_denied` when it is not in `plugins.allow`, `plugin_invalid` when it cannot be a plugin, `plugin_load_failed`
 * when it or what it depends on cannot be got, `invalid_request`.
 */
export async function installPlugin(draft: Draft, tools: PackageTools, spec: PluginSpec, rules: InstallRules): Promise<InstallResult> {
  if (spec.name !== undefined) checkName(spec.name, draft, rules)
  rules.say(`fetching ${spec.spec}`)
  return installFetched(draft, tools, spec, await fetchPackage(draft.folder, tools, spec.spec), rules)
}

/** Unpacks and checks what was fetched. Errors: see {@link installPlugin}. */
export async function installFetched(draft: Draft, tools: PackageTools, spec: Pick<PluginSpec, 'source' | 'spec'>, fetched: FetchedPackage, rules: InstallRules): Promise<InstallResult> {
  checkName(fetched.name, draft, rules)
  rules.say(`installing ${fetched.name} ${fetched.version}`)
  await unpack(draft, tools, fetched)
  const checked = checkPackage({ name: fetched.name, folder: join(draft.folder, 'node_modules', fetched.name), origin: 'user' }, taken(draft, rules))
  await confirmWords(fetched.name, checked, draft, rules)
  await tools.add({ name: fetched.name, type: 'user', url: spec.spec })
  const before = draft.plugins[fetched.name]
  draft.plugins[fetched.name] = {
    version: fetched.version,
    source: spec.source,
    spec: spec.spec,
    installed_at: new Date().toISOString(),
    commands: [...checked.commands],
    tarball: fetched.tarball,
    integrity: fetched.integrity,
  }
  await recordContents(draft, [`node_modules/${fetched.name}`])
  return { name: fetched.name, version: fetched.version, ...(before === undefined ? {} : { replaced: before.version }), ...told(checked), integrity: fetched.integrity }
}

/** What the person is told of a package. */
export function told({ backends, commands, notes }: CheckedPackage): Pick<InstallResult, 'backends' | 'commands' | 'notes'> {
  return { backends: backends.map(({ name }) => name), commands: [...commands], notes: [...notes] }
}

/** Names that others have. */
export function taken(draft: Draft, rules: InstallRules): Parameters<typeof checkPackage>[1] {
  const words = Object.entries(draft.plugins).flatMap(([name, { commands }]) => commands.map((word) => [word, name] as const))
  return { backends: rules.discovered.backends, core: rules.commands, words: new Map(words) }
}

/** Words that the same package already has are not asked about again. */
export async function confirmWords(name: string, { commands }: CheckedPackage, draft: Draft, rules: InstallRules): Promise<void> {
  const known = draft.plugins[name]?.commands ?? []
  const added = commands.filter((word) => !known.includes(word))
  if (added.length > 0) await rules.confirm(name, added)
}

/** Errors: `permission_denied`, `plugin_invalid`. */
export function checkName(name: string, draft: Draft, { allow, own }: InstallRules, linking = false): void {
  if (!pluginAllowed(name, allow)) {
    throw new ClinvkError('permission_denied', `cannot install ${name}: it is not in plugins.allow (${allow.join(', ')})`, { hint: 'Add its name to plugins.allow in the configuration if you trust it.', details: { package: name } })
  }
  if (own.has(name)) throw new ClinvkError('plugin_invalid', `cannot install ${name}: it belongs to clinvk itself`, { hint: 'Update clinvk to get another version.', details: { package: name } })
  const linked = draft.plugins[name]?.source === 'link'
  if (draft.plugins[name] !== undefined && linked !== linking) {
    throw new ClinvkError('invalid_request', `cannot ${linking ? 'link' : 'install'} ${name}: it is already ${linked ? 'linked' : 'installed'}`, { hint: `Run clinvk plugins uninstall ${name} first.`, details: { package: name } })
  }
}

async function unpack(draft: Draft, tools: PackageTools, { name, tarball }: FetchedPackage): Promise<void> {
  // What is there of the same version would be taken for good by npm, whatever was done to it.
  rmSync(join(draft.folder, 'node_modules', name), { recursive: true, force: true })
  rmSync(join(draft.folder, 'node_modules', '.package-lock.json'), { force: true })
  try {
    await tools.install(`file:${tarball}`)
  } catch (error) {
    throw notInstalled(name, error)
  }
}

/** npm's failure as one of a plugin. What npm cannot get here is something that the plugin depends on. */
export function notInstalled(name: string, error: unknown): unknown {
  if (!(error instanceof NpmFailure) || isClinvkError(error)) return error
  const code = error.unreachable ? 'plugin_load_failed' : 'plugin_invalid'
  return new ClinvkError(code, `cannot install ${name}, or what it depends on: ${error.message}`, {
    hint: error.unreachable ? 'Check the network and npm\'s settings ("npm config get registry").' : 'Nothing was changed. Ask its author.',
    details: { package: name, ...(error.npmCode === '' ? {} : { npm_code: error.npmCode }) },
    cause: error,
  })
}
