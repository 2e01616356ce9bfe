import { randomUUID } from 'node:crypto'
import type { HelperAnswer, OutputStream } from '@clinvk/plugin-sdk'
import type { Guard } from './guard/guard.ts'
import { startProcess } from './start-process.ts'

/** What a helper command may take. */
export interface HelperLimits {
  /** Milliseconds. Default 10,000. */
  readonly timeoutMs?: number
  /** Bytes of output, both streams together. Default 1 MiB. */
  readonly maxBytes?: number
  /** Aborting it ends the command. */
  readonly signal?: AbortSignal | undefined
  /** Where it runs. Default: where clinvk does. */
  readonly cwd?: string
  /** Clears it away when this process dies. Absent: nobody does. */
  readonly guard?: Guard | undefined
}

/**
 * Runs a short command such as `codex --version`: stdin empty, 10 s and 1 MiB of output at most. What it leaves running is
 * ended with it. Never throws for how it ends.
 */
export async function runHelper(
  file: string,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  { timeoutMs = 10_000, maxBytes = 1024 * 1024, cwd = process.cwd(), signal = new AbortController().signal, guard }: HelperLimits = {},
): Promise<HelperAnswer> {
  const run_id = randomUUID()
  const guarded = guard?.begin({ run_id })
  const lines: Record<OutputStream, string[]> = { stdout: [], stderr: [] }
  try {
    const set = Object.fromEntries(Object.entries(env).filter((pair): pair is [string, string] => pair[1] !== undefined))
    const spec = { file, args, env: set, cwd, run_id, stop: { signal: 'SIGTERM', grace_ms: 500 } } as const
    // What holds the pipes after the exit has nothing to say that is waited for.
    const child = startProcess(spec, { timeoutMs, maxLineBytes: maxBytes, graceMs: 500, drainMs: 200 }, signal)
    guarded?.started(child.pid)
    let left = maxBytes
    for await (const { text, stream } of child.lines()) {
      left -= Buffer.byteLength(text) + 1
      if (left >= 0) lines[stream].push(text)
      else void child.stop('line_too_long')
    }
    const { code, stopped_by } = await child.ended
    const late = stopped_by === 'timeout' ? ({ timed_out: true } as const) : {}
    return { code: stopped_by === undefined ? code : null, stdout: lines.stdout.join('\n'), stderr: lines.stderr.join('\n'), ...late }
  } catch {
    // Who asks wants an answer or none: that the command could not be started is no more than that.
    return { code: null, stdout: lines.stdout.join('\n'), stderr: lines.stderr.join('\n') }
  } finally {
    guarded?.end()
  }
}
