import { isInitializeRequest, isJSONRPCNotification, type JSONRPCMessage, type JSONRPCRequest, type RequestId } from '@modelcontextprotocol/sdk/types.js'

/** Which requests of a client wait for their answers, and whether it was the time to ask. */
export class RequestTurns {
  readonly #open = new Set<RequestId>()
  readonly #waiting = new Set<() => void>()
  /** The request that begins the session; true once it has been answered. */
  #begun: RequestId | true | undefined

  /** A request has come: what is wrong with its time; undefined: nothing, and it waits for its answer from now on. */
  begin(request: JSONRPCRequest): string | undefined {
    const problem = this.#outOfTurn(request)
    if (problem === undefined) this.#open.add(request.id)
    return problem
  }

  /** A message has been taken from the client. Nobody gets an answer to what it cancels: the id of that. */
  cancelled(message: JSONRPCMessage): RequestId | undefined {
    if (!isJSONRPCNotification(message) || message.method !== 'notifications/cancelled') return undefined
    const id = message.params?.['requestId'] as RequestId
    this.end(id)
    return id
  }

  /** A message goes to the client: the id of the request that it answers. What it answers waits until `end`. */
  answers(message: JSONRPCMessage): RequestId | undefined {
    const id = 'id' in message && !('method' in message) ? message.id : undefined
    if (id !== undefined && id === this.#begun) this.#begun = 'result' in message ? true : undefined
    return id
  }

  /** A request waits no longer. */
  end(id: RequestId): void {
    this.#open.delete(id)
    if (this.#open.size > 0) return
    for (const resolve of this.#waiting) resolve()
    this.#waiting.clear()
  }

  /** Resolves when no request waits for an answer. */
  async idle(): Promise<void> {
    if (this.#open.size > 0) await new Promise<void>((resolve) => this.#waiting.add(resolve))
  }

  #outOfTurn(request: JSONRPCRequest): string | undefined {
    if (this.#open.has(request.id)) return `the id ${JSON.stringify(request.id)} is that of a request at work`
    if (request.method === 'initialize') {
      if (this.#begun !== undefined) return 'the session is initialized already'
      if (isInitializeRequest(request)) this.#begun = request.id
      return undefined
    }
    return this.#begun === undefined && request.method !== 'ping' ? 'the session is not initialized: send "initialize" first' : undefined
  }
}
