import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Log } from '../../src/log.ts'
import { SessionStore, type SessionStoreOptions } from '../../src/session/store.ts'

/** A store in a new folder that is removed after the test. `reopen` gives what another process would see. */
export function temporaryStore(options: Partial<SessionStoreOptions> = {}): {
  readonly dir: string
  readonly store: SessionStore
  readonly warnings: string[]
  reopen(changed?: Partial<SessionStoreOptions>): SessionStore
} {
  const dir = join(temporaryFolder(), 'sessions')
  const warnings: string[] = []
  const log: Log = { debug: () => undefined, warn: (message) => warnings.push(message) }
  const reopen = (changed: Partial<SessionStoreOptions> = {}) => new SessionStore({ dir, log, ...options, ...changed })
  return { dir, store: reopen(), warnings, reopen }
}

/** A new folder, removed after the test. `below`: where it is made. */
export function temporaryFolder(below: string = tmpdir()): string {
  const folder = realpathSync(mkdtempSync(join(below, 'clinvk-session-')))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
