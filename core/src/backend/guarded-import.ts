const kept = { exit: process.exit, write: process.stdout.write }
let importing = 0

/**
 * Imports a plugin's module. Meanwhile it can neither end the process (`process.exit` throws) nor write into the answer
 * (what it prints to stdout goes to stderr). Modules that load at the same time share the guard; it goes with the last one, or
 * when `signal` is aborted because nobody waits any more.
 */
export async function guardedImport(url: string, signal: AbortSignal): Promise<Record<string, unknown>> {
  let guarded = true
  const leave = () => {
    if (!guarded) return
    guarded = false
    importing -= 1
    if (importing > 0) return
    process.exit = kept.exit
    process.stdout.write = kept.write
  }
  if (importing === 0) {
    kept.exit = process.exit
    kept.write = process.stdout.write
    process.exit = () => {
      throw new Error('it called process.exit while it was loaded')
    }
    process.stdout.write = process.stderr.write.bind(process.stderr)
  }
  importing += 1
  signal.addEventListener('abort', leave, { once: true })
  try {
    return (await import(url)) as Record<string, unknown>
  } finally {
    leave()
    signal.removeEventListener('abort', leave)
  }
}
