import type { ErrorCode } from '@modelcontextprotocol/sdk/types.js'

/** An error of the protocol: its code and message reach the client as they are. The SDK's own puts words before the message. */
export class RpcError extends Error {
  readonly code: ErrorCode

  constructor(code: ErrorCode, message: string) {
    super(message)
    this.code = code
  }
}
