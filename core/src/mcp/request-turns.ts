import { isInitializeRequest, type JSONRPCMessage, type JSONRPCRequest, type RequestId } from '@modelcontextprotocol/sdk/types.js'
import type { OpenCalls } from './open-calls.ts'

/** Whether it is the time to ask what a client asks. */
export class RequestTurns {
  readonly #calls: OpenCalls
  /** The request that begins the session; true once it has been answered. */
  #begun: RequestId | true | undefined

  constructor(calls: OpenCalls) {
    this.#calls = calls
  }

  /** A request has come: what is wrong with its time; undefined: nothing, and it is open from now on. */
  begin(request: JSONRPCRequest): string | undefined {
    const problem = this.#outOfTurn(request)
    if (problem === undefined) this.#calls.begin(request.id)
    return problem
  }

  /** A message is for the client: the id of the request that it answers. What it answers is open until that is settled. */
  answers(message: JSONRPCMessage): RequestId | undefined {
    const id = 'id' in message && !('method' in message) ? message.id : undefined
    if (id !== undefined && id === this.#begun) this.#begun = 'result' in message ? true : undefined
    return id
  }

  #outOfTurn(request: JSONRPCRequest): string | undefined {
    if (this.#calls.has(request.id)) return `the id ${JSON.stringify(request.id)} is that of a request at work`
    if (request.method === 'initialize') {
      if (this.#begun !== undefined) return 'the session is initialized already'
      if (isInitializeRequest(request)) this.#begun = request.id
      return undefined
    }
    return this.#begun === undefined && request.method !== 'ping' ? 'the session is not initialized: send "initialize" first' : undefined
  }
}
