import { createServer, type IncomingMessage, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One request that came by, and how it was answered. */
export interface Passed {
  readonly path: string
  /** How often the client had asked before, as its SDK says. */
  readonly retry: string | undefined
  /** When it came, milliseconds. */
  readonly at: number
  readonly status: number
  readonly retryAfter: string | undefined
}

/** Stands between a client and a server, and writes down what passes. */
export class RecordingProxy {
  readonly passed: Passed[] = []
  readonly #server: Server

  private constructor(server: Server) {
    this.#server = server
  }

  static async start(target: string): Promise<RecordingProxy> {
    const server = createServer()
    const proxy = new RecordingProxy(server)
    server.on('request', (from: IncomingMessage, to) => {
      const at = performance.now()
      const onward = request(target + (from.url ?? ''), { method: from.method ?? 'GET', headers: from.headers }, (answer) => {
        const retry = from.headers['x-stainless-retry-count']
        proxy.passed.push({ path: from.url ?? '', retry: retry === undefined ? undefined : String(retry), at, status: answer.statusCode ?? 0, retryAfter: answer.headers['retry-after'] })
        to.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(to)
      })
      // Who goes, goes for both sides.
      to.once('close', () => onward.destroy())
      onward.on('error', () => to.destroy())
      from.pipe(onward)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return proxy
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  close(): void {
    this.#server.close()
    this.#server.closeAllConnections()
  }
}
