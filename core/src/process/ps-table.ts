import { spawnSync } from 'node:child_process'
import type { ProcessInfo } from './process-info.ts'

/** POSIX systems without /proc (macOS, the BSDs): the process table as `ps` tells it, some 5 ms a call. */

/** All processes, or those with the pids given. */
export function listPs(pids?: readonly number[]): ProcessInfo[] {
  const which = pids === undefined ? ['-A'] : ['-p', pids.join(',')]
  return parsePs(ps([...which, '-o', 'pid=,ppid=,pgid=,stat=,lstart=']))
}

/** Reads lines of `pid ppid pgid stat lstart`. The start has a resolution of one second and takes the rest of the line. */
export function parsePs(output: string): ProcessInfo[] {
  return output.split('\n').flatMap((row) => {
    const [pid, parent, group, stat, ...start] = row.trim().split(/\s+/)
    if (pid === undefined || group === undefined || stat === undefined || start.length === 0) return []
    return [
      {
        pid: Number(pid),
        parent: Number(parent),
        group: Number(group),
        // The session's id is an address there, not a pid: the group has to do.
        session: Number(group),
        start_time: start.join(' '),
        zombie: stat.startsWith('Z'),
      },
    ]
  })
}

/** Those of `candidates` that were started with `NAME` and one of the values in their environment, as far as the system tells. */
export function withVariablePs(candidates: readonly ProcessInfo[], name: string, values: ReadonlySet<string>): ProcessInfo[] {
  const wanted = ` ${name}=`
  const tagged = new Set<number>()
  for (const row of ps(['axeww', '-o', 'pid=,command=']).split('\n')) {
    const [, ...rest] = row.split(wanted)
    if (rest.some((text) => values.has(text.split(' ', 1)[0] ?? ''))) tagged.add(Number.parseInt(row, 10))
  }
  return candidates.filter(({ pid }) => tagged.has(pid))
}

function ps(args: readonly string[]): string {
  const { stdout, error } = spawnSync('ps', args, {
    encoding: 'utf8',
    // lstart is written in the language of the user.
    env: { ...process.env, LC_ALL: 'C' },
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  // A status of 1 only says that none of the pids is there.
  if (error !== undefined) throw error
  return stdout
}
