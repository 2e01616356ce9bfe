import type { runOclif } from './oclif.ts'

/**
 * Imports what runs commands. `@oclif/core` brings a listener that throws errors of stdout, which would end clinvk in a stack
 * trace; it is taken off again, for such errors are told at the end (see watch-outputs.ts).
 */
export async function loadOclif(): Promise<typeof runOclif> {
  const known = new Set(process.stdout.listeners('error'))
  const module = await import('./oclif.ts')
  for (const listener of process.stdout.listeners('error')) {
    if (!known.has(listener)) process.stdout.off('error', listener as () => void)
  }
  return module.runOclif
}
