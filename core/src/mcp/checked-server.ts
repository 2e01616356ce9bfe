import { Server } from '@modelcontextprotocol/sdk/server/index.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import { unfitParams } from './request-params.ts'

/** The SDK's server, which sees no request whose parameters do not fit: that one is answered with what is wrong with them. */
export class CheckedServer extends Server {
  override async connect(transport: Transport): Promise<void> {
    await super.connect(transport)
    const take = transport.onmessage
    transport.onmessage = (message, extra) => {
      const isRequest = 'method' in message && 'id' in message
      const unfit = isRequest ? unfitParams(message) : undefined
      if (unfit === undefined || !isRequest) return take?.(message, extra)
      const { code, message: text, data } = unfit
      transport.send({ jsonrpc: '2.0', id: message.id, error: { code, message: text, data } }).catch((cause: Error) => this.onerror?.(cause))
    }
  }
}
