import { constants, fstatSync, openSync } from 'node:fs'
import { LogOutput } from './log-output.ts'
import { createServerLog, logLevel, type ServerLog } from './server-log.ts'

/** How the log of a server is written. */
export interface OpenLogOptions {
  /** Everything is logged, whatever the variable asks for. */
  readonly debug: boolean
  /** A stream that has a file descriptor, such as standard error; on a terminal lines are for people. */
  readonly to: { readonly fd: number; readonly isTTY?: boolean }
  /** What of a line may be printed. */
  readonly clean: (line: string) => string
}

/** A log, and what is to be called after its last line: resolves when that has been written, or cannot be within a second. */
export interface OpenLog {
  readonly log: ServerLog
  readonly end: () => Promise<void>
}

/** The log that `CLINVK_LOG` asks for; what it asks for in vain is the first thing in it. */
export function openServerLog(asked: string | undefined, { debug, to, clean }: OpenLogOptions): OpenLog {
  const level = debug ? 'debug' : logLevel(asked)
  const output = new LogOutput({ fd: withoutWaiting(to.fd), lost: (lines) => log.warn(`${lines} lines of the log are lost: its reader took nothing, or there was no room for them`) })
  const log = createServerLog({ level: level ?? 'info', readable: to.isTTY === true, write: (line) => output.write(clean(line)) })
  if (level === undefined) log.warn('CLINVK_LOG is none of debug, info and warn, so it counts as info')
  return { log, end: () => output.end() }
}

/**
 * The same pipe or terminal, opened anew so that a write to it which finds no room fails at once. Otherwise it would wait in a thread for
 * its reader, and the end of the process for that thread. Only Linux opens descriptors anew; elsewhere, and for files, it is the same one.
 */
function withoutWaiting(fd: number): number {
  const about = fstatSync(fd)
  if (process.platform !== 'linux' || !(about.isFIFO() || about.isCharacterDevice())) return fd
  try {
    return openSync(`/proc/self/fd/${fd}`, constants.O_WRONLY | constants.O_NONBLOCK)
  } catch {
    return fd // of another user, or in a place without /proc
  }
}
