// Gives its terminal to a program. Arguments: run id, what happens to the host (run, or throw: an error nobody catches, when the
// program has started), program with its arguments. Prints "END " and how it ended.
import { tmpdir } from 'node:os'
import { isClinvkError } from '@clinvk/plugin-sdk'
import { runOnTerminal } from '../../../src/process/terminal/run-on-terminal.ts'

const [, , runId = '', what = 'run', file = '', ...args] = process.argv
const env = { PATH: process.env['PATH'] ?? '', TERM: 'xterm-256color' }
const spec = { file, args, env, cwd: tmpdir(), run_id: runId, stop: { signal: 'SIGTERM', grace_ms: 500 } } as const
const started = (pid: number): void => {
  if (what === 'throw') setTimeout(() => { throw new Error(`nobody catches this, child ${pid}`) }, 1500)
}
try {
  const end = await runOnTerminal(spec, process, new AbortController().signal, { graceMs: 500, started })
  console.log(`END ${JSON.stringify(end)}`)
} catch (error) {
  if (!isClinvkError(error)) throw error
  console.log(`END ${JSON.stringify({ error: error.code, message: error.message, hint: error.hint })}`)
}
