import { readFileSync } from 'node:fs'

/**
 * True while a process is stopped, as by Ctrl-Z: nobody but its parent could wake it. Only Linux tells without a helper
 * process; elsewhere false.
 */
export function isPaused(pid: number): boolean {
  if (process.platform !== 'linux') return false
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The state is what follows the name, which stands in parentheses and may hold some itself.
    return stat.slice(stat.lastIndexOf(')') + 2).startsWith('T')
  } catch {
    return false // gone
  }
}
