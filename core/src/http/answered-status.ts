import type { ServerResponse } from 'node:http'

/** Client closed request: there was nobody to answer. */
const clientGone = 499

/** The status that a request was answered with, once its answer has been sent or its client is gone. */
export function answeredStatus({ headersSent, statusCode }: ServerResponse): number {
  return headersSent ? statusCode : clientGone
}
