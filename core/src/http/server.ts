import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ClinvkError } from '@clinvk/plugin-sdk'
import type { Config } from '../config/load.ts'
import type { Activity } from './activity.ts'
import type { RequestHandler } from './app.ts'
import { answerBrokenRequests } from './broken-request.ts'
import { oneAtATime } from './one-at-a-time.ts'
import type { ServerLog } from './server-log.ts'

/** How long a client may take to send the head of a request, milliseconds. */
const headersMs = 10_000

/** How often connections are looked at for such limits, milliseconds. */
const checkEveryMs = 1000

/** How long answers may take on their way out when everything has to end, milliseconds: longer than a run that is ended, which asks its CLI first. */
const lastWordsMs = 15_000

/** So many steps may listen to the end of one answer; more are a leak, which Node.js tells. */
const listeners = 30

/** A server that listens. */
export interface RunningServer {
  /** Where it listens: `http://127.0.0.1:8080`. */
  readonly url: string
  readonly port: number
  /** What is at work. */
  readonly activity: Activity
  /** How long requests at work may go on when it stops, milliseconds. */
  readonly graceMs: number
  /** Requests from now on go to this handler, under these limits; those at work stay where they are. */
  use(handler: RequestHandler, config: Config['server']): void
  /** Refuses what is new, and resolves when all that was at work is done and the port is free. */
  stop(): Promise<void>
  /** Ends what is at work; `stop` then soon resolves. */
  end(): void
}

/**
 * Listens for requests. Errors: `invalid_request` when the address cannot be bound.
 */
export async function startServer(config: Config['server'], activity: Activity, log: ServerLog, first: RequestHandler): Promise<RunningServer> {
  let handler = first
  const take = oneAtATime((req: IncomingMessage, res: ServerResponse): void => {
    res.setMaxListeners(listeners)
    // What is only refused is not waited for.
    if (!activity.closing) res.once('close', activity.enter())
    void handler(req, res)
  })
  const server = createServer({ connectionsCheckingInterval: checkEveryMs, requireHostHeader: false }, take)
  // What a client expects beside 100-continue may be passed over (RFC 9110, 10.1.1).
  server.on('checkExpectation', take)
  server.on('clientError', answerBrokenRequests(log))
  let limits = config
  setTimeouts(server, limits)
  await bind(server, config.host, config.port)
  const { port } = server.address() as AddressInfo
  return {
    url: `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`,
    port,
    activity,
    get graceMs() {
      return limits.shutdown_timeout_secs * 1000
    },
    use: (next, changed) => {
      handler = next
      limits = changed
      setTimeouts(server, limits)
    },
    stop: async () => {
      activity.close()
      server.closeIdleConnections()
      await activity.idle()
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
    },
    end: () => {
      activity.end()
      // Who takes nothing of the last words is not waited for.
      setTimeout(() => server.closeAllConnections(), lastWordsMs).unref()
    },
  }
}

function setTimeouts(server: Server, config: Config['server']): void {
  server.headersTimeout = headersMs
  server.requestTimeout = Math.max(headersMs, (config.read_timeout_secs || 30) * 1000)
  server.keepAliveTimeout = (config.idle_timeout_secs || 120) * 1000
}

function bind(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', ({ code, message }: NodeJS.ErrnoException) => reject(cannotListen(host, port, code, message)))
    server.listen(port, host, resolve)
  })
}

function cannotListen(host: string, port: number, code: string | undefined, message: string): ClinvkError {
  const reasons: Readonly<Record<string, readonly [string, string]>> = {
    EADDRINUSE: ['another program listens there', 'End that program, or choose another port with --port.'],
    EACCES: ['the port is reserved for other users', 'Choose a port above 1023 with --port.'],
    EADDRNOTAVAIL: ['this machine has no such address', 'Choose an address of this machine with --host.'],
    ENOTFOUND: ['the name leads to no address', 'Choose an address of this machine with --host.'],
  }
  const [reason, hint] = (code === undefined ? undefined : reasons[code]) ?? [message, 'Choose another address with --host and --port.']
  return new ClinvkError('invalid_request', `cannot listen on ${host}:${port}: ${reason}`, { hint, details: code === undefined ? {} : { errno: code } })
}
