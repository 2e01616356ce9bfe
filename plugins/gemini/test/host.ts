import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Host } from '@clinvk/plugin-sdk'
import { onTestFinished } from 'vitest'

/** A host whose user has the given files in the home directory. Gone after the test. */
export function hostWith(files: Readonly<Record<string, string>>, env: Record<string, string> = {}): Host {
  const folder = mkdtempSync(join(tmpdir(), 'clinvk-gemini-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const home = join(folder, 'home')
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(home, path)), { recursive: true })
    writeFileSync(join(home, path), content)
  }
  return {
    env,
    home,
    state_dir: join(folder, 'state'),
    findExecutable: (name) => Promise.resolve(`/usr/bin/${name}`),
    run: () => Promise.resolve({ code: 0, stdout: '0.61.0\n', stderr: '' }),
  }
}
