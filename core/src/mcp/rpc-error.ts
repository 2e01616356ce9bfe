/** An error of the protocol: its code and message reach the client as they are. The SDK's own puts words before the message. */
export class RpcError extends Error {
  readonly code: number

  constructor(code: number, message: string) {
    super(message)
    this.code = code
  }
}
