import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { recordContents } from './content-record.ts'
import { fetchPackage } from './fetch-package.ts'
import { type InstallRules, notInstalled } from './install-plugin.ts'
import type { PackageTools } from './package-tools.ts'
import type { InstalledPlugin } from './plugin-record.ts'
import type { Draft } from './plugin-store.ts'
import { changedPackages, tarballState } from './verify-plugins.ts'

/** What became of the plugins that were not as they were installed. */
export interface Restored {
  /** Plugins that are again what was recorded. */
  readonly restored: readonly string[]
  /** Plugins that cannot be had again, each with the reason. They stay on record. */
  readonly failed: readonly { readonly name: string; readonly message: string }[]
}

/**
 * Makes the plugin folder what the record says: the same tarballs, checked by their hash, and the versions of the lock file. Linked
 * plugins are listed again, their folders are left alone; what nobody installed goes.
 */
export async function restorePlugins(draft: Draft, tools: PackageTools, rules: InstallRules): Promise<Restored> {
  for (const name of ['package.json', 'package-lock.json']) dropUnreadable(join(draft.folder, name))
  const before = Object.entries(draft.plugins)
  const wrong = await changedPackages(draft.folder, { schema: 1, plugins: draft.plugins, packages: draft.packages })
  const failed = new Map<string, string>()
  const touched = new Set<string>()
  for (const [name, plugin] of before) {
    const whole = ![...wrong.keys()].some((path) => path === `node_modules/${name}` || path.startsWith(`node_modules/${name}/`))
    if (plugin.source === 'link' || (whole && (await tarballState(draft.folder, plugin)) === 'ok')) continue
    touched.add(name)
    const message = await haveTarball(draft, tools, name, plugin, rules)
    if (message !== undefined) failed.set(name, message)
  }
  for (const path of wrong.keys()) rmSync(join(draft.folder, path), { recursive: true, force: true })
  rmSync(join(draft.folder, 'node_modules', '.package-lock.json'), { force: true })
  for (const name of failed.keys()) await tools.remove(name)
  const wanted = before.filter(([name, { source }]) => source !== 'link' && !failed.has(name)).map(([name, { tarball }]) => ({ name, spec: `file:${tarball}` }))
  rules.say('unpacking')
  for (const [name, message] of await unpackAll(tools, wanted)) failed.set(name, message)
  // Also those that failed: a plugin that is listed and not there is a problem that is told, and not forgotten.
  for (const [name, { source, spec }] of before) await tools.add(source === 'link' ? { name, type: 'link', root: spec } : { name, type: 'user', url: spec })
  const kept = { ...draft.packages }
  await recordContents(draft, [])
  // What could not be had again stays on record, to be tried another time.
  for (const name of failed.keys()) for (const [path, entry] of Object.entries(kept)) if (path === `node_modules/${name}` || path.startsWith(`node_modules/${name}/`)) draft.packages[path] ??= entry
  return { restored: [...touched].filter((name) => !failed.has(name)), failed: [...failed].map(([name, message]) => ({ name, message })) }
}

/** npm refuses to work with a file that is no JSON; it writes another. */
function dropUnreadable(file: string): void {
  try {
    JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    rmSync(file, { force: true })
  }
}

/** Makes sure that the recorded tarball is there; else the reason why it cannot be. */
async function haveTarball(draft: Draft, tools: PackageTools, name: string, plugin: InstalledPlugin, rules: InstallRules): Promise<string | undefined> {
  if ((await tarballState(draft.folder, plugin)) === 'ok') return undefined
  const spec = plugin.source === 'registry' ? `${name}@${plugin.version}` : plugin.spec
  rules.say(`fetching ${spec}`)
  try {
    const fetched = await fetchPackage(draft.folder, tools, spec)
    if (fetched.integrity !== plugin.integrity) return `its tarball is lost, and "${spec}" is not the same package any more; install it anew`
    draft.plugins[name] = { ...plugin, tarball: fetched.tarball }
    return undefined
  } catch (error) {
    return `its tarball is lost, and it cannot be fetched again: ${error instanceof Error ? error.message : String(error)}`
  }
}

/** All at once, so that the lock file decides about what they depend on; when that fails one by one, to find the one at fault. */
async function unpackAll(tools: PackageTools, wanted: readonly { readonly name: string; readonly spec: string }[]): Promise<Map<string, string>> {
  const failed = new Map<string, string>()
  if (wanted.length === 0) return failed
  try {
    await tools.install(...wanted.map(({ spec }) => spec))
    return failed
  } catch (error) {
    if (wanted.length === 1) return failed.set((wanted[0] as { name: string }).name, reason((wanted[0] as { name: string }).name, error))
  }
  for (const { name } of wanted) await tools.remove(name)
  for (const { name, spec } of wanted) {
    try {
      await tools.install(spec)
    } catch (error) {
      failed.set(name, reason(name, error))
      await tools.remove(name)
    }
  }
  return failed
}

function reason(name: string, error: unknown): string {
  const told = notInstalled(name, error)
  return told instanceof Error ? told.message : String(told)
}
