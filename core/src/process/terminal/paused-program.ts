import { spawnSync } from 'node:child_process'
import { closeSync, constants, openSync, readFileSync } from 'node:fs'

/** Ctrl-Z as plain terminals send it, as the kitty protocol does, and as xterm does when told to tell all keys. */
const pauseKey = /\u001a|\u001b\[122;5(?::1)?u|\u001b\[27;5;122~/

/** True when Ctrl-Z is among these keys: the program may go to sleep now. */
export function asksForPause(keys: Buffer): boolean {
  return pauseKey.test(keys.toString('latin1'))
}

/**
 * True while a process is stopped, by a signal that nothing can refuse: nobody but its parent could wake it. Only Linux tells
 * without a helper process; elsewhere false.
 */
export function isStopped(pid: number): boolean {
  if (process.platform !== 'linux') return false
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The state is what follows the name, which stands in parentheses and may hold some itself.
    return stat.slice(stat.lastIndexOf(')') + 2).startsWith('T')
  } catch {
    return false // gone
  }
}

/**
 * True when a program has put its terminal back into the mode of whole lines, as those do that are about to be paused. The
 * pause itself does not happen: in a session without a shell the system drops the signal, and the program waits for ever to be
 * woken. False where it cannot be told.
 */
export function hasLeftScreen(pid: number): boolean {
  try {
    const terminal = openSync(terminalOf(pid), constants.O_RDWR | constants.O_NOCTTY)
    try {
      const { stdout } = spawnSync('stty', ['-a'], { stdio: [terminal, 'pipe', 'ignore'], encoding: 'utf8', timeout: 2000 })
      return /(?:^|\s)icanon\b/.test(stdout ?? '')
    } finally {
      closeSync(terminal)
    }
  } catch {
    return false // gone, or a system that does not tell
  }
}

function terminalOf(pid: number): string {
  if (process.platform === 'linux') return `/proc/${pid}/fd/0`
  return `/dev/${spawnSync('ps', ['-o', 'tty=', '-p', String(pid)], { encoding: 'utf8', timeout: 2000 }).stdout.trim()}`
}
