import { readFileSync, readlinkSync } from 'node:fs'
import { isRecord } from '../schema/is-record.ts'

/** A process, told apart from others also after its pid was handed out again, and from those of other machines. */
export interface Owner {
  readonly host: string
  readonly pid: number
  /** Linux: clock ticks between boot and start; empty where it cannot be told. */
  readonly start_time: string
  /** Linux: the boot and the pid namespace in which the pid means something. */
  readonly scope: string
}

/** This process, under the name that the machine has for the store. */
export function thisOwner(host: string): Owner {
  return { host, pid: process.pid, start_time: startTime(process.pid) ?? '', scope: pidScope() }
}

/** What is known about an owner: `elsewhere` means that this process cannot see it. */
export function ownerState(owner: Owner, host: string): 'alive' | 'dead' | 'elsewhere' {
  if (owner.host !== host || owner.scope !== pidScope()) return 'elsewhere'
  if (process.platform === 'linux' && owner.start_time !== '') return startTime(owner.pid) === owner.start_time ? 'alive' : 'dead'
  try {
    process.kill(owner.pid, 0)
    return 'alive'
  } catch (error) {
    // EPERM: alive, but somebody else's.
    return (error as NodeJS.ErrnoException).code === 'ESRCH' ? 'dead' : 'alive'
  }
}

/** An owner as a file tells it, or undefined when the value is none. */
export function readOwner(value: unknown): Owner | undefined {
  if (!isRecord(value)) return undefined
  const { host, pid, start_time, scope } = value
  if (typeof host !== 'string' || typeof start_time !== 'string' || typeof scope !== 'string') return undefined
  return Number.isInteger(pid) && (pid as number) > 0 ? { host, pid: pid as number, start_time, scope } : undefined
}

/** Field 22 of /proc/PID/stat (proc(5)), counted from the last `)`: the name before it may hold anything. A zombie is dead. */
function startTime(pid: number): string | undefined {
  const stat = firstLine(() => readFileSync(`/proc/${pid}/stat`, 'latin1'))
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields === undefined || fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19]
}

let scope: string | undefined

function pidScope(): string {
  scope ??= [firstLine(() => readFileSync('/proc/sys/kernel/random/boot_id', 'latin1')), firstLine(() => readlinkSync('/proc/self/ns/pid'))].join(' ').trim()
  return scope
}

function firstLine(read: () => string): string | undefined {
  try {
    return read().trim()
  } catch {
    // No such process, no /proc, or a sandbox that hides it.
    return undefined
  }
}
