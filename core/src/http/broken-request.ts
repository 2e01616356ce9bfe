import type { ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { type ErrorBody, errorBody } from '../service/error-body.ts'
import type { ServerLog } from './server-log.ts'

const refusals: Readonly<Record<string, readonly [status: string, error: ErrorBody]>> = {
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', { code: 'invalid_request', message: 'the head of the request is too large', hint: 'Send a shorter address and fewer headers: 16 KiB in all.' }],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', { code: 'timeout', message: 'the request did not arrive in time', hint: 'Send it faster, or raise server.read_timeout_secs.' }],
}
const broken = ['400 Bad Request', { code: 'invalid_request', message: 'this is no HTTP request', hint: 'Check what is sent.' }] as const

type Connection = Duplex & { readonly remoteAddress?: string; readonly _httpMessage?: Pick<ServerResponse, 'headersSent'> | null }

/** Answers what could not be read as a request, in the way of every other error, closes the connection, and has it logged: such a request has no route and no id. */
export function answerBrokenRequests(log: Pick<ServerLog, 'info'>): (error: NodeJS.ErrnoException, socket: Connection) => void {
  return ({ code = '' }, socket) => {
    // An answer that has begun cannot be taken back.
    if (!socket.writable || code === 'ECONNRESET' || socket._httpMessage?.headersSent === true) {
      socket.destroy()
      return
    }
    const [status, error] = refusals[code] ?? broken
    const body = JSON.stringify({ error: errorBody(error) })
    log.info('broken request', { status: Number.parseInt(status, 10), reason: code, ip: socket.remoteAddress })
    socket.end(`HTTP/1.1 ${status}\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n${body}`)
  }
}
