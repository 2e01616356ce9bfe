import { readFileSync } from 'node:fs'
import type { Backend } from '../backend.ts'
import type { Found } from '../host.ts'
import { brokenOutput } from './cases/broken-output.ts'
import { command } from './cases/command.ts'
import { disturbedOutput } from './cases/disturbed-output.ts'
import { eventOrder } from './cases/event-order.ts'
import { eventShape } from './cases/event-shape.ts'
import { flagInjection } from './cases/flag-injection.ts'
import { manifest } from './cases/manifest.ts'
import { mcpClient } from './cases/mcp-client.ts'
import { options } from './cases/options.ts'
import { processEnd } from './cases/process-end.ts'
import { promptUnseen } from './cases/prompt-unseen.ts'
import { recordedRuns } from './cases/recorded-runs.ts'
import { resume } from './cases/resume.ts'
import { separateRuns } from './cases/separate-runs.ts'
import { shape } from './cases/shape.ts'
import type { Group, Kit } from './kit.ts'
import { readRecordings, type Recording } from './recording.ts'
import { contents, replay } from './replay.ts'

/** What {@link conformance} needs. */
export interface ConformanceOptions {
  /** The `test` function of any runner. Called once a case, while `conformance` runs. */
  test(title: string, run: () => void | Promise<void>): unknown
  readonly backend: Backend
  /** The folder of recordings; each folder in it is one run. Their form: docs/plugins/testing.md. */
  readonly recordings: string | URL
  /** The plugin's package.json. Absent: the cases about it are left out. */
  readonly manifest?: string | URL
  /** What `find` tells, when `command` needs its `data`. Default: a file with the backend's name in /opt/clinvk-conformance. */
  readonly found?: Found
  /** `text`: the CLI prints its answer as plain text, so any line is answer. Default `json-lines`. */
  readonly output?: 'json-lines' | 'text'
}

const groups: readonly Group[] = [
  shape, manifest, command, promptUnseen, flagInjection, options, resume, mcpClient,
  recordedRuns, eventOrder, eventShape, disturbedOutput, brokenOutput, separateRuns, processEnd,
]

/**
 * Registers the tests that every backend has to pass. Starts no process.
 * Throws when the recordings or the manifest cannot be read.
 */
export function conformance(options: ConformanceOptions): void {
  const { test, backend, manifest: file, found, output = 'json-lines' } = options
  const recordings = readRecordings(options.recordings)
  const kit: Kit = {
    backend,
    found: found ?? { file: `/opt/clinvk-conformance/${backend.name}` },
    recordings,
    output,
    session_id: recordedSession(backend, recordings) ?? 'clinvk-kit-session',
    ...(file === undefined ? {} : { manifest: { file: String(file), content: JSON.parse(readFileSync(file, 'utf8')) } }),
  }
  for (const group of groups) for (const { title, run } of group(kit)) test(title, () => run())
}

/** Some CLIs take only ids of a certain form, so the kit uses a true one. */
function recordedSession(backend: Backend, recordings: readonly Recording[]): string | undefined {
  for (const recording of recordings) {
    try {
      const [init] = contents(replay(backend, recording), 'init')
      if (init?.backend_session_id !== undefined) return init.backend_session_id
    } catch {
      // A decoder that throws fails the cases of this recording; here the next one will do.
    }
  }
  return undefined
}
