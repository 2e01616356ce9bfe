import { setTimeout as pause } from 'node:timers/promises'
import { createMcpServer, type ServerParts } from './create-server.ts'
import { OpenCalls } from './open-calls.ts'
import { type StdioStreams, StdioTransport } from './stdio-transport.ts'

/** A server that speaks with one client over two streams. */
export interface StdioServer {
  /** Resolves when the client has gone, or the server was stopped, and nothing of its calls is left. */
  readonly done: Promise<void>
  /** Ends all calls. */
  stop(): void
}

/** How long answers may take on their way out when everything ends, milliseconds. */
const lastWordsMs = 5000

/** Serves one client until it closes its end or `stop` is called. Calls at work and jobs are then ended, with their whole process trees. */
export async function serveStdio(parts: Omit<ServerParts, 'calls'>, streams: StdioStreams): Promise<StdioServer> {
  const calls = new OpenCalls()
  const transport = new StdioTransport(streams, calls)
  const server = createMcpServer({ ...parts, calls })
  let stop = () => {}
  const ending = new Promise<void>((resolve) => {
    stop = resolve
  })
  transport.ended = stop
  await server.connect(transport)
  const done = ending.then(async () => {
    await Promise.all([calls.end(), parts.jobs.end()])
    // What was asked gets its answer, if there is still somebody who reads.
    await Promise.race([calls.idle(), pause(lastWordsMs, undefined, { ref: false })])
    await server.close()
  })
  return { done, stop }
}
