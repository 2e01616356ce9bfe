import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import type { ModelRequest, Reply, Script } from './reply.ts'

/** How one vendor's API is spoken. */
export interface Wire {
  /** The model request in this HTTP request, or undefined for anything else, which {@link Wire.other} answers. */
  parse(http: { method: string; path: string; headers: IncomingMessage['headers']; body: unknown }): ModelRequest | undefined
  /** Sends a reply. Must return when `response` is destroyed. */
  send(reply: Reply, request: ModelRequest, response: ServerResponse, wait: Wait): Promise<void>
  /** Answers requests that are no model requests (warm-ups, model lists). Default: 404 with an empty JSON object. */
  other?(method: string, path: string, response: ServerResponse): void
}

/** Waits, but not longer than the client stays. */
export type Wait = (milliseconds: number) => Promise<void>

/** A model on 127.0.0.1 that does what a script says. */
export class ModelServer {
  /** Requests to the model endpoint, in order of arrival, since the last {@link script}. */
  readonly requests: ModelRequest[] = []
  /** `METHOD path` of every HTTP request since the last {@link script}, model requests included. */
  readonly log: string[] = []
  #script: Script = () => ({ text: ['ok'] })
  readonly #server = createServer((request, response) => void this.#handle(request, response))
  readonly #wire: Wire

  private constructor(wire: Wire) {
    this.#wire = wire
  }

  static async start(wire: Wire): Promise<ModelServer> {
    const server = new ModelServer(wire)
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve))
    return server
  }

  /** Origin without a path, such as `http://127.0.0.1:1234`. */
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** Sets what happens from now on and forgets what was seen. An array is one reply a request, the last one repeated. */
  script(script: Script | Reply | readonly [Reply, ...Reply[]]): void {
    this.requests.length = 0
    this.log.length = 0
    if (typeof script === 'function') this.#script = script
    else {
      const replies = Array.isArray(script) ? (script as readonly Reply[]) : [script as Reply]
      this.#script = (_request, index) => replies[Math.min(index, replies.length - 1)] as Reply
    }
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()))
    this.#server.closeAllConnections()
    await closed
  }

  async #handle(http: IncomingMessage, response: ServerResponse): Promise<void> {
    const gone = new AbortController()
    response.once('close', () => gone.abort())
    const wait: Wait = (milliseconds) => delay(milliseconds, undefined, { signal: gone.signal }).catch(() => undefined)
    const method = http.method ?? 'GET'
    const path = http.url ?? '/'
    this.log.push(`${method} ${path}`)
    const body = await readJson(http)
    const request = this.#wire.parse({ method, path, headers: http.headers, body })
    if (request === undefined) {
      if (this.#wire.other) this.#wire.other(method, path, response)
      else response.writeHead(404, { 'content-type': 'application/json' }).end('{}')
      return
    }
    const reply = this.#script(request, this.requests.length)
    this.requests.push(request)
    if (reply.hang === 'headers') return
    await this.#wire.send(reply, request, response, wait)
  }
}

async function readJson(http: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  try {
    for await (const chunk of http) chunks.push(chunk as Buffer)
    const text = Buffer.concat(chunks).toString('utf8')
    return text === '' ? undefined : (JSON.parse(text) as unknown)
  } catch {
    return undefined // a client that went away in the middle, or sent no JSON: no model request
  }
}
