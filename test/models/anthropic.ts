import { randomUUID } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import type { ModelRequest, Reply } from './reply.ts'
import { ModelServer, type Wait, type Wire } from './server.ts'

/** One content block of a message, as far as a test looks at it. */
interface Block {
  readonly type: string
  readonly text?: string
  readonly content?: unknown
}

interface Message {
  readonly role: string
  readonly content: string | readonly Block[]
}

/** The members of a Messages API request that a test looks at. */
interface MessagesBody {
  readonly model?: string
  readonly stream?: boolean
  readonly system?: string | readonly Block[]
  readonly messages?: readonly Message[]
}

/**
 * The Anthropic Messages API (`POST /v1/messages`), streamed and not streamed.
 * - `error` together with `text` is an `error` event in the middle of the stream, after those pieces.
 * - `usage.input` counts cached tokens in; on the wire they are apart, as the API has it.
 * - Reasoning tokens are a part of the output tokens: this API has no number of their own.
 */
const anthropicWire: Wire = {
  parse({ method, path, headers, body }) {
    if (method !== 'POST' || !/^\/v1\/messages(\?|$)/.test(path)) return undefined
    const request = (body ?? {}) as MessagesBody
    const messages = request.messages ?? []
    const later = messages.filter(({ role }) => role === 'system').flatMap(({ content }) => blocks(content))
    return {
      method,
      path,
      headers,
      body,
      model: request.model ?? '',
      prompt: texts(lastUserTurn(messages)),
      system: texts([...blocks(request.system), ...later]),
      tool_results: messages
        .flatMap(({ content }) => blocks(content))
        .filter(({ type }) => type === 'tool_result')
        .map(({ content }) => JSON.stringify(content)),
    }
  },
  async send(reply, request, response, wait) {
    if (reply.error && reply.text === undefined) return sendError(reply.error, response)
    if ((request.body as MessagesBody).stream === true) return sendStream(reply, request, response, wait)
    return sendWhole(reply, request, response, wait)
  },
  other(method, path, response) {
    if (method === 'HEAD') response.writeHead(200).end()
    else if (path.startsWith('/v1/messages/count_tokens')) sendJson(response, 200, { input_tokens: 1 })
    else sendJson(response, 404, errorBody('not_found_error', 'no such path'))
  },
}

/** A loopback model that speaks {@link anthropicWire}. */
export function startAnthropicModel(): Promise<ModelServer> {
  return ModelServer.start(anthropicWire)
}

function blocks(content: string | readonly Block[] | undefined): readonly Block[] {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : (content ?? [])
}

function texts(content: readonly Block[]): string {
  return content.flatMap(({ type, text }) => (type === 'text' && text !== undefined ? [text] : [])).join('\n')
}

/** What a person said last: tool results come in user messages, too. */
function lastUserTurn(messages: readonly Message[]): readonly Block[] {
  const turns = messages.filter(({ role }) => role === 'user').map(({ content }) => blocks(content))
  return turns.findLast((turn) => !turn.some(({ type }) => type === 'tool_result')) ?? turns.at(-1) ?? []
}

function sendJson(response: ServerResponse, status: number, body: unknown, more: Readonly<Record<string, string>> = {}): void {
  const headers = { 'content-type': 'application/json', 'request-id': 'req_loopback', ...more }
  response.writeHead(status, headers).end(JSON.stringify(body))
}

function errorBody(type: string, message: string, more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return { type: 'error', error: { type, message, ...more }, request_id: 'req_loopback' }
}

function sendError(error: NonNullable<Reply['error']>, response: ServerResponse): void {
  const { status, type = errorType(status), message = `loopback error ${status}`, headers, body } = error
  sendJson(response, status, errorBody(type, message, body), headers)
}

function errorType(status: number): string {
  const types: Readonly<Record<number, string>> = {
    400: 'invalid_request_error',
    401: 'authentication_error',
    403: 'permission_error',
    404: 'not_found_error',
    413: 'request_too_large',
    429: 'rate_limit_error',
    529: 'overloaded_error',
  }
  return types[status] ?? 'api_error'
}

/** A block as it stands in a whole message, and the deltas that build it in a stream. */
interface ReplyBlock {
  readonly whole: Readonly<Record<string, unknown>>
  readonly start: Readonly<Record<string, unknown>>
  readonly deltas: readonly Readonly<Record<string, unknown>>[]
}

function replyBlocks(reply: Reply): ReplyBlock[] {
  const made: ReplyBlock[] = []
  if (reply.thinking !== undefined) {
    const thinking = reply.thinking
    made.push({
      whole: { type: 'thinking', thinking, signature: 'c2lnbmF0dXJl' },
      start: { type: 'thinking', thinking: '', signature: '' },
      deltas: [
        { type: 'thinking_delta', thinking },
        { type: 'signature_delta', signature: 'c2lnbmF0dXJl' },
      ],
    })
  }
  if (reply.text !== undefined) {
    made.push({
      whole: { type: 'text', text: reply.text.join('') },
      start: { type: 'text', text: '' },
      deltas: reply.text.map((text) => ({ type: 'text_delta', text })),
    })
  }
  for (const { name, input } of reply.tools ?? []) {
    const tool = { type: 'tool_use', id: `toolu_${randomUUID().replaceAll('-', '')}`, name }
    const partial_json = JSON.stringify(input)
    made.push({ whole: { ...tool, input }, start: { ...tool, input: {} }, deltas: [{ type: 'input_json_delta', partial_json }] })
  }
  return made
}

function stopReason(reply: Reply): string {
  return reply.finish ?? (reply.tools?.length ? 'tool_use' : 'end_turn')
}

function message(reply: Reply, request: ModelRequest): Record<string, unknown> {
  return {
    id: `msg_${randomUUID().replaceAll('-', '')}`,
    type: 'message',
    role: 'assistant',
    model: request.model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: usage(reply, 1),
  }
}

function usage(reply: Reply, output: number): Record<string, number> {
  const { input = 10, cached = 0 } = reply.usage ?? {}
  return { input_tokens: input - cached, cache_creation_input_tokens: 0, cache_read_input_tokens: cached, output_tokens: output }
}

async function sendWhole(reply: Reply, request: ModelRequest, response: ServerResponse, wait: Wait): Promise<void> {
  await wait((reply.delay_ms ?? 0) * (reply.text?.length ?? 0))
  if (reply.error) return sendError(reply.error, response)
  if (reply.hang === 'stream') return
  if (reply.cut) return void response.destroy()
  sendJson(response, 200, {
    ...message(reply, request),
    content: replyBlocks(reply).map(({ whole }) => whole),
    stop_reason: stopReason(reply),
    usage: usage(reply, reply.usage?.output ?? 5),
  })
}

async function sendStream(reply: Reply, request: ModelRequest, response: ServerResponse, wait: Wait): Promise<void> {
  const event: SendEvent = (type, data) => response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`)
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache', 'request-id': 'req_loopback' })
  event('message_start', { message: message(reply, request) })
  for (const [index, { start, deltas }] of replyBlocks(reply).entries()) {
    event('content_block_start', { index, content_block: start })
    for (const delta of deltas) {
      if (reply.delay_ms !== undefined) await wait(reply.delay_ms)
      if (response.destroyed) return
      event('content_block_delta', { index, delta })
    }
    const broken = start.type === 'text' && (reply.error !== undefined || reply.cut === true || reply.hang === 'stream')
    if (broken) return breakOff(reply, response, event)
    event('content_block_stop', { index })
  }
  event('message_delta', {
    delta: { stop_reason: stopReason(reply), stop_sequence: null },
    usage: usage(reply, reply.usage?.output ?? 5),
  })
  event('message_stop', {})
  response.end()
}

type SendEvent = (type: string, data: Readonly<Record<string, unknown>>) => void

/** Ends a stream in the middle of its text: by an error event, by closing the connection, or not at all. */
function breakOff(reply: Reply, response: ServerResponse, event: SendEvent): void {
  if (reply.hang === 'stream') return
  if (reply.error === undefined) return void setImmediate(() => response.destroy())
  const { status, type = errorType(status), message: text = `loopback error ${status}`, body } = reply.error
  event('error', { error: { type, message: text, ...body } })
  response.end()
}
