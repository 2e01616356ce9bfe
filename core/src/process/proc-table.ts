import { closeSync, openSync, readdirSync, readFileSync, readlinkSync, readSync } from 'node:fs'
import type { ProcessInfo } from './process-info.ts'

/** Linux: the process table as /proc tells it. */

/** All processes that this process may see. Synchronous: about 10 microseconds a process. */
export function listProc(): ProcessInfo[] {
  return readdirSync('/proc').flatMap((name) => {
    const pid = pidOf(name)
    const found = pid === undefined ? undefined : findProc(pid)
    return found === undefined ? [] : [found]
  })
}

/** One process, or undefined when there is none with this pid. */
export function findProc(pid: number): ProcessInfo | undefined {
  const stat = readStat(pid)
  return stat === undefined ? undefined : parseStat(stat)
}

/**
 * Reads a line of /proc/PID/stat (proc(5)). The second field is the program's name in parentheses; it may itself hold
 * spaces, parentheses and line ends, so everything is counted from the last `)`.
 */
export function parseStat(stat: string): ProcessInfo | undefined {
  const pid = Number.parseInt(stat, 10)
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [state, parent, group, session] = fields
  // Field 22 of the line: clock ticks between boot and start.
  const startTime = fields[19]
  if (Number.isNaN(pid) || state === undefined || session === undefined || startTime === undefined) return undefined
  return {
    pid,
    parent: Number(parent),
    group: Number(group),
    session: Number(session),
    start_time: startTime,
    zombie: state === 'Z' || state === 'X',
  }
}

/**
 * Those of `candidates` that had `NAME` with one of the values in the environment they were started with. A process whose
 * environment this process may not read does not count.
 */
export function withVariable(candidates: readonly ProcessInfo[], name: string, values: ReadonlySet<string>): ProcessInfo[] {
  const wanted = Buffer.from(`${name}=`)
  return candidates.filter(({ pid }) => {
    try {
      return valuesOf(readFileSync(`/proc/${pid}/environ`), wanted).some((value) => values.has(value))
    } catch {
      // Gone meanwhile, or somebody else's.
      return false
    }
  })
}

/** What follows `NAME=` in an environment, where each variable ends with a NUL. */
function valuesOf(environment: Buffer, wanted: Buffer): string[] {
  const found: string[] = []
  for (let at = environment.indexOf(wanted); at !== -1; at = environment.indexOf(wanted, at + 1)) {
    if (at > 0 && environment[at - 1] !== 0) continue
    const end = environment.indexOf(0, at)
    found.push(environment.toString('utf8', at + wanted.length, end === -1 ? undefined : end))
  }
  return found
}

/** The value of a variable that a process was started with; undefined where it had none, or its environment may not be read. */
export function readVariable(pid: number, name: string): string | undefined {
  try {
    const entry = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').find((one) => one.startsWith(`${name}=`))
    return entry?.slice(name.length + 1)
  } catch {
    // Gone meanwhile, or somebody else's.
    return undefined
  }
}

/** Changes with every boot of the machine: pids of another boot mean nothing. */
export function bootId(): string | undefined {
  return firstLine(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8'))
}

/** Differs between containers of one machine: pids of another namespace mean nothing here. */
export function pidNamespace(): string | undefined {
  return firstLine(() => readlinkSync('/proc/self/ns/pid'))
}

function firstLine(read: () => string): string | undefined {
  try {
    return read().trim()
  } catch {
    // Kernels and sandboxes may hide these files; the caller then compares without them.
    return undefined
  }
}

function pidOf(name: string): number | undefined {
  const first = name.charCodeAt(0)
  return first >= 48 && first <= 57 ? Number(name) : undefined
}

const line = Buffer.allocUnsafe(4096)

function readStat(pid: number): string | undefined {
  let file: number
  try {
    file = openSync(`/proc/${pid}/stat`, 'r')
  } catch (error) {
    // ENOENT: no such process. Anything else (no free file descriptor, say) must not look like a process that is gone.
    if (isGone(error)) return undefined
    throw error
  }
  try {
    return line.toString('latin1', 0, readSync(file, line))
  } catch (error) {
    if (isGone(error)) return undefined
    throw error
  } finally {
    closeSync(file)
  }
}

/** ESRCH is what reading says when the process ended after its file was opened; EACCES when it is hidden. */
function isGone(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException
  return code === 'ENOENT' || code === 'ESRCH' || code === 'EACCES' || code === 'EPERM'
}
