import type { ConnectionEnds } from './connection-ends.ts'
import { bootId, findProc, listProc, pidNamespace, readVariable, withVariable } from './proc-table.ts'
import type { ProcessIdentity, ProcessInfo } from './process-info.ts'
import { listPs, withVariablePs } from './ps-table.ts'

/** The one place that knows which system tells its processes how. */
const linux = process.platform === 'linux'

/** All processes that can be seen. */
export function listProcesses(): ProcessInfo[] {
  return linux ? listProc() : listPs()
}

/** The process that has this pid now. */
export function findProcess(pid: number): ProcessInfo | undefined {
  return linux ? findProc(pid) : listPs([pid])[0]
}

/** True while this very process, not another one with its pid, is alive. A zombie is dead. */
export function isAlive({ pid, start_time }: ProcessIdentity): boolean {
  const found = findProcess(pid)
  return found !== undefined && !found.zombie && found.start_time === start_time
}

/** Those of `candidates` that were started with `NAME` and one of the values in their environment. */
export function startedWith(candidates: readonly ProcessInfo[], name: string, values: ReadonlySet<string>): ProcessInfo[] {
  return linux ? withVariable(candidates, name, values) : withVariablePs(candidates, name, values)
}

/** The value of a variable that a process was started with, where the system tells: Linux does. */
export function variableOf(pid: number, name: string): string | undefined {
  return linux ? readVariable(pid, name) : undefined
}

/** The process at the other end of a connection, where the system tells: Linux does, for processes of this user on this machine. */
export async function findPeer(ends: ConnectionEnds): Promise<number | undefined> {
  // Only servers ask: no prompt loads what it takes.
  return linux ? (await import('./proc-sockets.ts')).findPeerProc(ends) : undefined
}

/**
 * True unless `info` is known to have started before `earliest`. Only a filter that saves reading environments: systems
 * whose start times have no order answer true.
 */
export function startedSince(info: ProcessInfo, earliest: string | undefined): boolean {
  return earliest === undefined || !linux || Number(info.start_time) >= Number(earliest)
}

/** Sends a signal to this very process. False: it is gone, or it may not be signalled. */
export function signalProcess(target: ProcessIdentity, signal: NodeJS.Signals): boolean {
  // Between this look and the signal the pid would have to die, be collected and be handed out again.
  if (!isAlive(target)) return false
  try {
    return process.kill(target.pid, signal)
  } catch {
    // ESRCH: it ended meanwhile. EPERM: it has become another user's; whoever ends the tree reports it as a survivor.
    return false
  }
}

/** Where pids of this process have a meaning: host name aside, the boot and, on Linux, the pid namespace. */
export function pidScope(): { boot_id?: string; pid_namespace?: string } {
  if (!linux) return {}
  const boot = bootId()
  const namespace = pidNamespace()
  return { ...(boot !== undefined && { boot_id: boot }), ...(namespace !== undefined && { pid_namespace: namespace }) }
}
