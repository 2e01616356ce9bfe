import { chmod, lstat, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Removes a folder with everything in it, also what a program made read-only. Links are removed, not followed. Nothing there,
 * or somebody else removing the same: no error.
 */
export async function removeTree(path: string): Promise<void> {
  const remove = (): Promise<void> => rm(path, { recursive: true, force: true, maxRetries: 3, retryDelay: 20 })
  try {
    await remove()
  } catch {
    // Files in a folder that may not be written or entered cannot be removed; every folder here is ours to open up.
    await openUp(path)
    await remove()
  }
}

async function openUp(path: string): Promise<void> {
  try {
    if (!(await lstat(path)).isDirectory()) return
    await chmod(path, 0o700)
    for (const name of await readdir(path)) await openUp(join(path, name))
  } catch {
    // Gone meanwhile, or not ours after all: removing it tells the reason.
  }
}
