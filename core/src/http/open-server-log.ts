import { logOutput } from './log-output.ts'
import { createServerLog, logLevel, type ServerLog } from './server-log.ts'

/** How the log of a server is written. */
export interface OpenLogOptions {
  /** Everything is logged, whatever the variable asks for. */
  readonly debug: boolean
  /** A file descriptor, or a stream that has one, such as standard error; on a terminal lines are for people. */
  readonly to: { readonly fd: number; readonly isTTY?: boolean }
  /** What of a line may be printed. */
  readonly clean: (line: string) => string
}

/** The log that `CLINVK_LOG` asks for; what it asks for in vain is the first thing in it. */
export function openServerLog(asked: string | undefined, { debug, to, clean }: OpenLogOptions): ServerLog {
  const level = debug ? 'debug' : logLevel(asked)
  const write = logOutput({ fd: to.fd, dropped: (lines) => log.warn(`${lines} lines of the log are lost: its reader took nothing for too long`) })
  const log: ServerLog = createServerLog({ level: level ?? 'info', readable: to.isTTY === true, write: (line) => write(clean(line)) })
  if (level === undefined) log.warn('CLINVK_LOG is none of debug, info and warn, so it counts as info')
  return log
}
