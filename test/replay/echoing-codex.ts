import { readFileSync } from 'node:fs'
import type { Sandbox } from '../sandbox.ts'
import { writeExecutable } from './replay-cli.ts'

/**
 * Puts a CLI of Codex's kind into `folder`: it repeats its prompt, and when that says so it fails, hangs with a child of its own before
 * its answer, or lingers after it.
 */
export function echoingCodex(folder: string): void {
  writeExecutable(folder, 'codex', [
    'prompt=$(cat | tr "\\n" "~")',
    'printf \'{"type":"thread.started","thread_id":"01a1f9ec-3d1c-7ef1-a77c-621063aa505d"}\\n{"type":"turn.started"}\\n\'',
    'case "$prompt" in *hang*) setsid sleep 300 & sleep 300 ;; *depth*) prompt="$CLINVK_DEPTH" ;; *where*) prompt=$(pwd) ;; esac',
    'printf \'{"type":"item.completed","item":{"id":"item_0","type":"agent_message","text":"heard: %s"}}\\n\' "$prompt"',
    'case "$prompt" in *fail*) printf \'{"type":"turn.failed","error":{"message":"the service is out of order"}}\\n\'; exit 1 ;; *linger*) printf \'{"type":"item.started","item":{"id":"item_1","type":"command_execution","command":"sleep","status":"in_progress"}}\\n\'; sleep 300 ;; esac',
    'printf \'{"type":"turn.completed","usage":{"input_tokens":3,"cached_input_tokens":1,"output_tokens":2}}\\n\'',
  ])
}

/** Pids of the programs with which that CLI, and its child, hang or linger. */
export function hanging(sandbox: Sandbox): number[] {
  return sandbox.processes().filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith('sleep')
    } catch {
      return false // gone since it was listed
    }
  })
}
