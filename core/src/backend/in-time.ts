import { type Backend, ClinvkError } from '@clinvk/plugin-sdk'

/** How long a plugin may take to answer, milliseconds; to find its CLI it only looks at files. */
export const answerMs = 10_000
export const findMs = 5000

/**
 * Waits for a promise of a plugin, but not for ever: nothing else ends one that never settles.
 * Errors: `plugin_invalid` when it takes longer than `ms`; else the plugin's own.
 */
export async function inTime<Result>({ name }: Pick<Backend, 'name'>, member: 'find' | 'survey' | 'inspect' | 'forget' | 'nativeSession', work: () => Promise<Result> | Result, ms: number = answerMs): Promise<Result> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new ClinvkError('plugin_invalid', `the backend "${name}" did not answer within ${ms / 1000} s (${member})`, { backend: name, hint: 'Update or uninstall its plugin, or report it to its author.' }))
    }, ms)
  })
  try {
    return await Promise.race([work(), late])
  } finally {
    clearTimeout(timer)
  }
}
