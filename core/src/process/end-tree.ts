import { setTimeout as delay } from 'node:timers/promises'
import type { ProcessInfo } from './process-info.ts'
import { signalProcess } from './process-table.ts'
import type { RunTree } from './run-tree.ts'

/** A killed process that is still there after this long hangs in the kernel, or belongs to another user. */
const killedWithinMs = 2000
/** A tree that forks faster than it can be stopped is killed as it is. */
const freezeRounds = 10

/**
 * Ends every process of a tree: TERM, up to `graceMs` to end by itself, then KILL. Costs one look at the process table
 * when there is none. Resolves with the pids that could not be ended, as a rule none.
 */
export async function endTree(tree: RunTree, graceMs: number): Promise<readonly number[]> {
  if ((await signalUntilGone(tree, 'SIGTERM', graceMs)).length === 0) return []
  freeze(tree)
  return (await signalUntilGone(tree, 'SIGKILL', killedWithinMs)).map(({ pid }) => pid)
}

/** Signals each process once, also those that turn up while the others end. Returns what is left. */
async function signalUntilGone(tree: RunTree, signal: NodeJS.Signals, withinMs: number): Promise<ProcessInfo[]> {
  const signalled = new Set<string>()
  const deadline = performance.now() + withinMs
  for (let pause = 5; ; pause = Math.min(pause * 2, 100)) {
    const living = tree.collect()
    for (const info of unseen(living, signalled)) signalProcess(info, signal)
    const left = deadline - performance.now()
    if (living.length === 0 || left <= 0) return living
    await delay(Math.min(pause, left))
  }
}

/** Stops all before any is killed: a process that is stopped cannot start another one that would be missed. */
function freeze(tree: RunTree): void {
  const stopped = new Set<string>()
  for (let round = 0; round < freezeRounds; round++) {
    const fresh = unseen(tree.collect(), stopped)
    if (fresh.length === 0) return
    for (const info of fresh) signalProcess(info, 'SIGSTOP')
  }
}

/** Those not yet in `seen`, which then holds them. */
function unseen(processes: readonly ProcessInfo[], seen: Set<string>): ProcessInfo[] {
  return processes.filter((info) => {
    const key = `${info.pid} ${info.start_time}`
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}
