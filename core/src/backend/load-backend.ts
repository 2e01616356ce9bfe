import { pathToFileURL } from 'node:url'
import { type Backend, ClinvkError } from '@clinvk/plugin-sdk'
import { isRecord } from '../schema/is-record.ts'
import { type BackendManifest, contractVersion } from './package-manifest.ts'
import { guardedImport } from './guarded-import.ts'

/**
 * Imports a backend's module and checks what it exports.
 * Errors: `plugin_load_failed` when it throws or takes longer than `timeoutMs`; `plugin_invalid` when it is no backend of
 * this contract or not the one the manifest names.
 */
export async function loadBackend(manifest: BackendManifest, timeoutMs: number): Promise<Backend> {
  const over = new AbortController()
  const module = await Promise.race([importModule(manifest, over.signal), tooLate(manifest, timeoutMs, over.signal)]).finally(() => over.abort())
  const backend = module['default']
  const wrong = shapeProblem(backend, manifest.name)
  if (wrong === undefined) return backend as Backend
  throw new ClinvkError('plugin_invalid', `cannot use the backend "${manifest.name}" of ${manifest.package}: ${wrong}`, {
    backend: manifest.name,
    hint: `Update or uninstall ${manifest.package}.`,
  })
}

async function importModule(manifest: BackendManifest, signal: AbortSignal): Promise<Record<string, unknown>> {
  try {
    return await guardedImport(pathToFileURL(manifest.module).href, signal)
  } catch (cause) {
    throw new ClinvkError('plugin_load_failed', `cannot load the backend "${manifest.name}" of ${manifest.package}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      backend: manifest.name,
      hint: `Reinstall or uninstall ${manifest.package}.`,
      cause,
    })
  }
}

function tooLate(manifest: BackendManifest, timeoutMs: number, signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const timer = setTimeout(() => {
      reject(
        new ClinvkError('plugin_load_failed', `loading the backend "${manifest.name}" of ${manifest.package} took longer than ${timeoutMs} ms`, {
          backend: manifest.name,
          hint: `Update or uninstall ${manifest.package}.`,
        }),
      )
    }, timeoutMs)
    signal.addEventListener('abort', () => clearTimeout(timer))
  })
}

const functions = ['find', 'inspect', 'command', 'decoder'] as const
const objects = ['models', 'flags', 'env', 'limits', 'capabilities'] as const
const texts = ['title', 'vendor', 'install'] as const

function shapeProblem(backend: unknown, name: string): string | undefined {
  if (!isRecord(backend)) return 'its module has no default export that is a backend'
  if (backend['contract'] !== contractVersion) return `it is written for contract ${JSON.stringify(backend['contract'])}, this clinvk speaks ${contractVersion}`
  if (backend['name'] !== name) return `it calls itself ${JSON.stringify(backend['name'])}`
  const missing = [
    ...functions.filter((member) => typeof backend[member] !== 'function'),
    ...objects.filter((member) => !isRecord(backend[member])),
    ...texts.filter((member) => typeof backend[member] !== 'string'),
  ]
  if (missing.length > 0) return `it lacks ${missing.join(', ')}`
  const { env, limits } = backend as { env: Record<string, unknown>; limits: Record<string, unknown> }
  const lists = (['uses', 'secrets'] as const).filter((member) => !Array.isArray(env[member])).map((member) => `env.${member}`)
  const wrong = typeof limits['prompt_chars'] === 'number' ? lists : [...lists, 'limits.prompt_chars']
  return wrong.length === 0 ? undefined : `it lacks ${wrong.join(', ')}`
}
