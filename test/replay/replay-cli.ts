import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The built-in backends, whose recordings can be replayed. */
export type ReplayName = 'claude' | 'codex' | 'gemini'

const root = fileURLToPath(new URL('../../', import.meta.url))

/**
 * Puts an executable into `folder` that looks like a CLI: reads its stdin, prints what the real one printed in a recording
 * of `plugins/NAME/test/recordings`, and ends as that did.
 */
export function replayCli(folder: string, name: ReplayName, recording: string): void {
  const source = join(root, 'plugins', name, 'test', 'recordings', recording)
  const { exit } = JSON.parse(readFileSync(join(source, 'meta.json'), 'utf8')) as { exit: number | null }
  const quoted = (file: string) => `'${join(source, file).replaceAll("'", `'\\''`)}'`
  writeExecutable(folder, name, ['cat >/dev/null', `cat ${quoted('stdout')}`, `[ ! -f ${quoted('stderr')} ] || cat ${quoted('stderr')} >&2`, `exit ${exit ?? 1}`])
}

/** Puts a shell script into `folder`. */
export function writeExecutable(folder: string, name: string, lines: readonly string[]): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, name), `#!/bin/sh\n${lines.join('\n')}\n`)
  chmodSync(join(folder, name), 0o755)
}
