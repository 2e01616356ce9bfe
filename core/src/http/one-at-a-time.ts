import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** So many requests may wait for the answer to one before them; a client that sends more loses its connection. */
const mostAhead = 100

type Take = (req: IncomingMessage, res: ServerResponse) => void

/**
 * Takes the requests of a connection one after the other. A client may send the next ones before it has its answer (pipelining), but
 * Node.js never tells an answer that waits for its turn that the connection is gone: its run would go on for nobody, and a server
 * that stops would wait for it without end.
 */
export function oneAtATime(take: Take): Take {
  const waiting = new WeakMap<Socket, number>()
  return (req, res) => {
    if (res.socket !== null) return take(req, res)
    const { socket } = req
    const ahead = waiting.get(socket) ?? 0
    if (ahead === mostAhead) return void socket.destroy()
    waiting.set(socket, ahead + 1)
    // The answer gets the connection when those before it have been sent.
    res.once('socket', () => {
      waiting.set(socket, (waiting.get(socket) ?? 1) - 1)
      take(req, res)
    })
  }
}
