import { ClinvkError } from '@clinvk/plugin-sdk'
import { type ChildProcess, spawn } from 'node:child_process'
import type { Readable } from 'node:stream'
import { spawnFailure, type Attempt } from './spawn-failure.ts'

/** What a process is started from. */
export interface ChildSpec extends Attempt {
  readonly env: Readonly<Record<string, string>>
  /** Written to stdin, which is then closed. Absent or empty: stdin is empty. */
  readonly stdin?: string
}

/** A child that did start, with both outputs to be read. */
export interface Child {
  readonly pid: number
  readonly process: ChildProcess
  readonly stdout: Readable
  readonly stderr: Readable
}

/**
 * Starts a process as leader of its own session and group, so that the whole group can be signalled and a Ctrl-C at the
 * terminal reaches only the host. Throws a {@link ClinvkError}, at once, when it did not start.
 */
export function spawnChild(spec: ChildSpec): Child {
  if (process.platform === 'win32') {
    throw new ClinvkError('unsupported', `could not start "${spec.file}": clinvk does not end process trees on Windows yet`, {
      hint: 'Run clinvk inside WSL.',
    })
  }
  const child = spawnOrThrow(spec)
  // Without a pid nothing runs; the event that says so comes later and tells no more than the files do.
  child.on('error', () => {})
  const { pid, stdout, stderr } = child
  if (pid === undefined || stdout === null || stderr === null) throw spawnFailure(spec, undefined)
  if (child.stdin !== null) {
    // A CLI that ends, or closes its stdin, without reading it all is no failure by itself: its output and exit decide.
    child.stdin.on('error', () => {})
    child.stdin.end(spec.stdin)
  }
  return { pid, process: child, stdout, stderr }
}

function spawnOrThrow(spec: ChildSpec): ChildProcess {
  const hasInput = spec.stdin !== undefined && spec.stdin !== ''
  try {
    return spawn(spec.file, [...spec.args], {
      cwd: spec.cwd,
      env: { ...spec.env },
      detached: true,
      stdio: [hasInput ? 'pipe' : 'ignore', 'pipe', 'pipe'],
    })
  } catch (error) {
    throw spawnFailure(spec, (error as NodeJS.ErrnoException).code)
  }
}
