import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Backend } from '@clinvk/plugin-sdk'
import { onTestFinished } from 'vitest'
import type { PluginProblem } from '../../src/backend/discovery.ts'
import { createHostFactory } from '../../src/backend/host.ts'
import { BackendRegistry } from '../../src/backend/registry.ts'
import { configDefaults } from '../../src/config/defaults.ts'
import type { Config } from '../../src/config/load.ts'

/** Where the modules below find the backend that a test made. */
const shelf = globalThis as { clinvkTestBackends?: Map<string, unknown> }

/** The host of every backend here. */
export const host = createHostFactory({ env: { PATH: '/nowhere', HOME: '/nowhere' }, home: '/nowhere' })

/** A registry with these backends, each brought by a module of its own that is loaded when it is asked for. A text is a module's source. */
export function registered(backends: Readonly<Record<string, Backend | string>>, problems: readonly PluginProblem[] = []): BackendRegistry {
  const folder = mkdtempSync(join(tmpdir(), 'clinvk-service-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  shelf.clinvkTestBackends ??= new Map()
  const manifests = Object.entries(backends).map(([name, backend]) => {
    const module = join(folder, `${name}.js`)
    shelf.clinvkTestBackends?.set(module, backend)
    writeFileSync(module, typeof backend === 'string' ? backend : `export default globalThis.clinvkTestBackends.get(${JSON.stringify(module)})`)
    return { name, package: `plugin-${name}`, version: '1', module, secrets: [], origin: 'user' as const }
  })
  return new BackendRegistry({ discovered: { backends: manifests, problems }, host, loadTimeoutMs: 1000 })
}

/** The default configuration with these changes. */
export function configWith(change: { readonly unified_flags?: Partial<Config['unified_flags']>; readonly backends?: Config['backends']; readonly default_backend?: string } = {}): Config {
  const defaults = configDefaults() as unknown as Config
  return { ...defaults, ...change, unified_flags: { ...defaults.unified_flags, ...change.unified_flags } } as Config
}

/** For runs of their own: no session is ever asked for. */
export const noSessions = () => Promise.reject(new Error('the session store was opened'))
