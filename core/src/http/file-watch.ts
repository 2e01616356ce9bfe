import { type Stats, unwatchFile, watchFile } from 'node:fs'

/** How often a file is looked at, milliseconds. Looking also works for files that are replaced, linked, shared, or not there yet. */
const everyMs = 1000

/** Tells when a file changes, comes or goes, until the function that it returns is called. */
export function watchOneFile(path: string, changed: () => void): () => void {
  const listener = (now: Stats, before: Stats) => {
    // Of a file that is not there, it is told once that it is not.
    if (now.mtimeMs !== before.mtimeMs || now.ino !== before.ino || now.size !== before.size) changed()
  }
  watchFile(path, { interval: everyMs, persistent: false }, listener)
  return () => unwatchFile(path, listener)
}
