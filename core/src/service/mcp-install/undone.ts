import { ClinvkError, isClinvkError } from '@clinvk/plugin-sdk'
import type { KeptFile } from './kept-file.ts'

/** Brings a file back after a failure. Resolves to what the person is told: that failure, and what became of the file. `backup` is where a copy lies. */
export async function undone(kept: KeptFile, failure: unknown, backup: string | undefined): Promise<ClinvkError> {
  const error = isClinvkError(failure) ? failure : new ClinvkError('internal_error', 'clinvk failed unexpectedly', { cause: failure })
  try {
    await kept.restore()
    return told(error, `${kept.path} is as it was`, error.hint)
  } catch (second) {
    const why = second instanceof Error ? second.message : String(second)
    return told(error, `${kept.path} is not as it was, and could not be brought back: ${why}`, backup === undefined ? `Look at ${kept.path}: it was not there before.` : `Look at ${kept.path}, and put back what stood in it: ${backup} is a copy.`)
  }
}

function told({ code, message, backend, details, cause }: ClinvkError, file: string, hint: string | undefined): ClinvkError {
  return new ClinvkError(code, `${message}; ${file}`, { ...(hint === undefined ? {} : { hint }), ...(backend === undefined ? {} : { backend }), ...(details === undefined ? {} : { details }), cause })
}
