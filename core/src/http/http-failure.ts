import { ClinvkError, type ErrorCode, type ErrorOptions } from '@clinvk/plugin-sdk'

/** A failure that HTTP has a status of its own for, such as 405. Everything else has the status of its code. */
export class HttpFailure extends ClinvkError {
  readonly status: number
  /** Headers of the answer, such as `Allow`. */
  readonly headers: Readonly<Record<string, string>>

  constructor(status: number, code: ErrorCode, message: string, { headers = {}, ...options }: ErrorOptions & { readonly headers?: Readonly<Record<string, string>> } = {}) {
    super(code, message, options)
    this.status = status
    this.headers = headers
  }
}
