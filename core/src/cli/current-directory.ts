import { ClinvkError } from '@clinvk/plugin-sdk'

/** Errors: `invalid_request` where the current directory was deleted; Node.js would throw at the first path that counts from it. */
export function checkCurrentDirectory(): void {
  try {
    process.cwd()
  } catch (cause) {
    throw new ClinvkError('invalid_request', 'the current directory no longer exists', { hint: 'cd to one that does, and run again.', cause })
  }
}
