import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** A CLI as npm has it. */
export interface PinnedCli {
  readonly package: string
  readonly version: string
  readonly executable: string
}

/** With `npm run test:real -- --latest`: the newest versions instead, to see what has drifted. */
const latest = process.env['CLINVK_TEST_LATEST'] === '1'

/** The versions that clinvk is tested with. */
export const pinnedClis = {
  claude: { package: '@anthropic-ai/claude-code', version: '2.1.329', executable: 'claude' },
  'claude-older': { package: '@anthropic-ai/claude-code', version: '2.1.197', executable: 'claude' },
  codex: { package: '@openai/codex', version: '0.169.0', executable: 'codex' },
  gemini: { package: '@google/gemini-cli', version: '0.61.0', executable: 'gemini' },
  // Version 2 needs a newer Node.js than clinvk does.
  inspector: { package: '@modelcontextprotocol/inspector-cli', version: '1.0.3', executable: 'mcp-inspector-cli' },
  pi: { package: '@mariozechner/pi-coding-agent', version: '0.73.1', executable: 'pi' },
} as const satisfies Readonly<Record<string, PinnedCli>>

/** Name of a pinned CLI. */
export type PinnedName = keyof typeof pinnedClis

/** Where clients and CLIs are kept that the tests get. */
export const cache = process.env['CLINVK_TEST_CLIS'] ?? fileURLToPath(new URL('../../.cache/clis/', import.meta.url))

/** The folder with a CLI's executable, to be put on PATH. */
export function binFolder(name: PinnedName): string {
  return join(folder(name), 'node_modules', '.bin')
}

/** Installs a CLI from npm into the cache folder, unless it is there. Resolves to its bin folder. */
export async function installCli(name: PinnedName): Promise<string> {
  const target = folder(name)
  if (existsSync(target) && wanted(name) !== 'latest') return binFolder(name)
  rmSync(target, { recursive: true, force: true })
  const { package: id } = pinnedClis[name]
  const version = wanted(name)
  const building = `${target}.${process.pid}`
  mkdirSync(building, { recursive: true })
  writeFileSync(join(building, 'package.json'), '{"private":true}\n')
  try {
    await promisify(execFile)('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', `${id}@${version}`], { cwd: building, maxBuffer: 16 * 1024 * 1024 })
    if (!existsSync(target)) renameSync(building, target)
  } finally {
    rmSync(building, { recursive: true, force: true })
  }
  return binFolder(name)
}

function folder(name: PinnedName): string {
  return join(cache, `${pinnedClis[name].package.replaceAll(/[@/]+/g, '-').replace(/^-/, '')}-${wanted(name)}`)
}

function wanted(name: PinnedName): string {
  return latest && !name.endsWith('-older') ? 'latest' : pinnedClis[name].version
}
