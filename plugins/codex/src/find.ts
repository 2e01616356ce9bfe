import { readFile, realpath, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Found, Host } from '@clinvk/plugin-sdk'
import { modelProviderIds } from './model-providers.ts'

/** What file look-ups told about an installed Codex and its user's settings. */
export interface CodexFacts {
  /** Variables that the npm launcher sets for the native program. */
  readonly env: Readonly<Record<string, string>>
  /** Model providers of the user's `config.toml`. */
  readonly providers: readonly string[]
}

/** The package that holds the native program, and the folder inside it, by `platform-arch` of Node.js. */
const targets: Readonly<Record<string, { readonly packageName: string; readonly triple: string }>> = {
  'linux-x64': { packageName: '@openai/codex-linux-x64', triple: 'x86_64-unknown-linux-musl' },
  'linux-arm64': { packageName: '@openai/codex-linux-arm64', triple: 'aarch64-unknown-linux-musl' },
  'darwin-x64': { packageName: '@openai/codex-darwin-x64', triple: 'x86_64-apple-darwin' },
  'darwin-arm64': { packageName: '@openai/codex-darwin-arm64', triple: 'aarch64-apple-darwin' },
}

/**
 * The native program where it can be found, else what is on PATH. The npm launcher is a Node.js process in front of it that
 * costs 0.1 s and, killed, leaves the native one running; the native one finds its bundled tools by itself.
 */
export async function findCodex(host: Host): Promise<Found | undefined> {
  const onPath = await host.findExecutable('codex')
  if (onPath === undefined) return undefined
  const launcher = await realpath(onPath).catch(() => onPath)
  const native = /[\\/]bin[\\/]codex\.js$/.test(launcher) ? await nativeProgram(launcher) : undefined
  const data: CodexFacts = { env: native === undefined ? {} : launcherEnv(launcher), providers: await userProviders(host) }
  return { file: native ?? onPath, data }
}

/** The facts that {@link findCodex} remembered; empty ones for a dry run without the CLI. */
export function factsOf(found: Found | undefined): CodexFacts {
  return (found?.data as CodexFacts | undefined) ?? { env: {}, providers: [] }
}

async function nativeProgram(launcher: string): Promise<string | undefined> {
  const target = targets[`${process.platform}-${process.arch}`]
  if (target === undefined) return undefined
  const program = join('vendor', target.triple, 'bin', 'codex')
  const candidates = [join(packageRoot(launcher), program)]
  try {
    candidates.unshift(join(dirname(createRequire(launcher).resolve(`${target.packageName}/package.json`)), program))
  } catch {
    // Installs without the optional package keep the program inside the main one.
  }
  for (const candidate of candidates) {
    if ((await stat(candidate).catch(() => undefined))?.isFile() === true) return candidate
  }
  return undefined
}

/** Tells the native program who can update it; the launcher sets exactly one manager. */
function launcherEnv(launcher: string): Record<string, string> {
  const manager = launcher.includes('.bun/install/global') ? 'BUN' : launcher.includes('/.pnpm/') ? 'PNPM' : 'NPM'
  return { [`CODEX_MANAGED_BY_${manager}`]: '1', CODEX_MANAGED_PACKAGE_ROOT: packageRoot(launcher) }
}

function packageRoot(launcher: string): string {
  return dirname(dirname(launcher))
}

async function userProviders(host: Host): Promise<string[]> {
  // No settings of their own: nothing to know.
  return modelProviderIds(await readFile(join(codexHome(host), 'config.toml'), 'utf8').catch(() => ''))
}

/** The folder of Codex's settings, skills and sessions. */
export function codexHome(host: Host): string {
  return host.env['CODEX_HOME'] || join(host.home, '.codex')
}
