import { ClinvkError, isClinvkError } from '@clinvk/plugin-sdk'
import type { Locate, Located } from '../../schema/locate.ts'
import type { Path } from '../../schema/violation.ts'

/** An error with the place of what it is about in front. */
export function placed({ code, message, hint, backend, details, cause }: ClinvkError, { label, details: position }: Located): ClinvkError {
  return new ClinvkError(code, `${label}: ${message}`, {
    ...(hint === undefined ? {} : { hint }),
    ...(backend === undefined ? {} : { backend }),
    ...(details === undefined && position === undefined ? {} : { details: { ...details, ...position } }),
    ...(cause === undefined ? {} : { cause }),
  })
}

/** Does some work for the part of a definition at a path; what it throws gets the place of that part, or of the name of its backend. */
export async function inPlace<Result>(locate: Locate, path: Path, work: () => Promise<Result> | Result, name: Path = [...path, 'backend']): Promise<Result> {
  try {
    return await work()
  } catch (thrown) {
    if (!isClinvkError(thrown)) throw thrown
    throw placed(thrown, locate(/^(backend|plugin)_/.test(thrown.code) ? name : path))
  }
}
