import { type BigIntStats, stat, statSync } from 'node:fs'

/** How often a file is looked at, milliseconds. Looking also works for files that are replaced, linked, shared, or not there yet. */
const everyMs = 1000

/**
 * Tells when a file changes, comes or goes, until the function that it returns is called. What counts is how the file is when this is
 * called: `watchFile` of Node.js takes its first look later, and never tells what changed until then.
 */
export function watchOneFile(path: string, changed: () => void): () => void {
  let known = versionNow(path)
  let looking = false
  let ended = false
  const timer = setInterval(() => {
    // A file system that hangs is not asked again and again.
    if (looking) return
    looking = true
    stat(path, { bigint: true }, (_error, stats) => {
      looking = false
      const now = versionOf(stats)
      if (ended || now === known) return
      known = now
      changed()
    })
  }, everyMs)
  timer.unref()
  return () => {
    ended = true
    clearInterval(timer)
  }
}

function versionNow(path: string): string | undefined {
  try {
    return versionOf(statSync(path, { bigint: true, throwIfNoEntry: false }))
  } catch {
    // Its folder is closed to this user. Once it is not, the file has changed.
    return undefined
  }
}

/** Undefined for a file that is not there, or that cannot be looked at. */
function versionOf(stats: BigIntStats | undefined): string | undefined {
  return stats === undefined ? undefined : `${stats.ino}:${stats.mtimeNs}:${stats.size}`
}
