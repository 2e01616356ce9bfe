import { statSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'

/** How often a file is looked at, milliseconds. Looking also works for files that are replaced, linked, shared, or not there yet. */
const everyMs = 1000

/** How long a file has to stay as it is before that is told, milliseconds: whoever writes it may be in the middle of it. */
const settledMs = 200

/**
 * Tells when a file has changed, come or gone, until the function that it returns is called. What counts is how the file is when this
 * is called: `watchFile` of Node.js takes its first look later, and never tells what changed until then.
 */
export function watchOneFile(path: string, changed: () => void): () => void {
  let known = versionNow(path)
  let looking = false
  let ended = false
  const look = async (): Promise<void> => {
    const now = await version(path)
    if (now === known) return
    await setTimeout(settledMs, undefined, { ref: false })
    // Where it has changed again, the next look notices.
    if ((await version(path)) !== now || ended) return
    known = now
    changed()
  }
  const timer = setInterval(() => {
    // A file system that hangs is not asked again and again.
    if (looking) return
    looking = true
    void look().finally(() => (looking = false))
  }, everyMs)
  timer.unref()
  return () => {
    ended = true
    clearInterval(timer)
  }
}

/** What tells one state of a file from the next. */
interface State {
  readonly ino: bigint
  readonly mtimeNs: bigint
  readonly size: bigint
}

function versionNow(path: string): string | undefined {
  try {
    return told(statSync(path, { bigint: true }))
  } catch {
    return undefined
  }
}

/** Undefined for a file that is not there, or whose folder is closed to this user. */
function version(path: string): Promise<string | undefined> {
  return stat(path, { bigint: true }).then(told, () => undefined)
}

function told({ ino, mtimeNs, size }: State): string {
  return `${ino}:${mtimeNs}:${size}`
}
