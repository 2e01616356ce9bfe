import { realpath, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Found, Host } from '@clinvk/plugin-sdk'

/** The program has hundreds of megabytes; what npm puts in its place until an install script has run has some hundred bytes. */
const placeholderBytes = 1024 * 1024

/**
 * Claude Code on PATH. The npm package brings the program in a second package and copies it over a placeholder in an install
 * script; where such scripts do not run, the program is used from where it lies.
 */
export async function find(host: Host): Promise<Found | undefined> {
  const file = await host.findExecutable('claude')
  if (file === undefined) return undefined
  const real = await realpath(file)
  const native = real.endsWith('claude.exe') && process.platform !== 'win32' ? await programBeside(real) : undefined
  return { file: native ?? file }
}

async function programBeside(placeholder: string): Promise<string | undefined> {
  if ((await stat(placeholder)).size > placeholderBytes) return undefined
  const name = `claude-code-${process.platform}-${process.arch}`
  const root = dirname(dirname(placeholder))
  const folders = [dirname(root), join(root, 'node_modules', '@anthropic-ai')]
  for (const folder of folders) {
    for (const variant of [name, `${name}-musl`]) {
      const program = join(folder, variant, 'claude')
      if (await isFile(program)) return program
    }
  }
  return undefined
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile()
  } catch {
    return false // not there, or not to be read: no candidate
  }
}
