import { execFileSync } from 'node:child_process'
import { cpSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Sandbox } from './sandbox.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Where the example lies. */
export const exampleFolder = join(root, 'examples', 'third-party-backend')

/**
 * Builds and packs examples/third-party-backend the way its author would: `npm pack` in a copy, with the tools of this workspace. Resolves
 * to the tarball.
 */
export function packThirdPartyBackend(sandbox: Sandbox): string {
  const copy = join(sandbox.root, 'author')
  cpSync(exampleFolder, copy, { recursive: true, filter: (path) => !/\/(node_modules|dist)$/.test(path) })
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
  execFileSync('npm', ['pack', '--offline', '--loglevel=error'], { cwd: copy, env: sandbox.env, stdio: 'pipe' })
  return join(copy, 'clinvk-plugin-pi-1.0.0.tgz')
}
