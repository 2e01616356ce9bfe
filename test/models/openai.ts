import type { ServerResponse } from 'node:http'
import type { ModelRequest, Reply, ToolCall } from './reply.ts'
import { ModelServer, type Wait, type Wire } from './server.ts'

/** A member of `input` in a Responses API request, as far as this file reads it. */
interface InputItem {
  readonly type?: string
  readonly role?: string
  readonly content?: unknown
  readonly output?: unknown
}

/**
 * The OpenAI Responses API, `POST .../responses` answered as server-sent events.
 *
 * - A tool whose `input` is a string becomes a `custom_tool_call` (`apply_patch`), `web_search` a `web_search_call` that the
 *   API itself carries out, `NAMESPACE.TOOL` a call with a namespace (MCP tools), anything else a `function_call`.
 * - `error.status` 200: the error comes in the stream, as `response.failed`, after the pieces in `text`.
 * - `error.body` is merged into the body's `error` object; a `message` of '' is left out.
 * - `finish`: the `reason` of a `response.incomplete`.
 */
const openaiWire: Wire = {
  parse({ method, path, headers, body }) {
    if (method !== 'POST' || !path.split('?')[0]?.endsWith('/responses') || !isRecord(body)) return undefined
    const input = typeof body['input'] === 'string' ? [{ role: 'user', content: body['input'] }] : list<InputItem>(body['input'])
    const system = input.filter((item) => !isSpoken(item)).flatMap((item) => texts(item.content))
    const instructions = typeof body['instructions'] === 'string' && body['instructions'] !== '' ? [body['instructions']] : []
    return {
      method,
      path,
      headers,
      body,
      model: String(body['model']),
      prompt: lastUserTurn(input).join('\n'),
      system: [...instructions, ...system].join('\n'),
      tool_results: input.filter((item) => item.type?.endsWith('_output')).map((item) => JSON.stringify(item.output)),
    }
  },

  async send(reply, request, response, wait) {
    if (reply.error !== undefined && reply.error.status !== 200) sendError(reply.error, response)
    else await sendStream(reply, request, response, wait)
  },

  other(method, path, response) {
    // Codex first tries a WebSocket with the built-in provider; 426 sends it to plain HTTP at once.
    const websocket = method === 'GET' && path.split('?')[0]?.endsWith('/responses')
    response.writeHead(websocket ? 426 : 404, { 'content-type': 'application/json' }).end('{}')
  },
}

/** A loopback model that speaks {@link openaiWire}; its base URL is `${server.url}/v1`. */
export function startOpenaiModel(): Promise<ModelServer> {
  return ModelServer.start(openaiWire)
}

function sendError(error: NonNullable<Reply['error']>, response: ServerResponse): void {
  const { status, type, message = `status ${status}`, headers, body } = error
  const kind = type === undefined ? { type: 'invalid_request_error' } : { type, code: type }
  const told = { ...(message === '' ? {} : { message }), ...kind, ...body }
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify({ error: told }))
}

async function sendStream(reply: Reply, request: ModelRequest, response: ServerResponse, wait: Wait): Promise<void> {
  let sequence = 0
  const id = `resp_${unique()}`
  const output: unknown[] = []
  const emit = (type: string, fields: object): void => {
    response.write(`event: ${type}\ndata: ${JSON.stringify({ type, sequence_number: sequence++, ...fields })}\n\n`)
  }
  const done = (item: object): void => {
    emit('response.output_item.done', { output_index: output.length, item })
    output.push(item)
  }

  response.writeHead(200, { 'content-type': 'text/event-stream', ...reply.error?.headers })
  emit('response.created', { response: { id, object: 'response', status: 'in_progress', model: request.model, output: [] } })
  if (reply.thinking !== undefined) {
    const item = { id: `rs_${unique()}`, type: 'reasoning', summary: [{ type: 'summary_text', text: reply.thinking }] }
    emit('response.output_item.added', { output_index: 0, item: { ...item, summary: [] } })
    emit('response.reasoning_summary_text.delta', { item_id: item.id, output_index: 0, summary_index: 0, delta: reply.thinking })
    done(item)
  }
  if (reply.text !== undefined) {
    const message = { id: `msg_${unique()}`, type: 'message', role: 'assistant' }
    const place = { item_id: message.id, output_index: output.length, content_index: 0 }
    emit('response.output_item.added', { output_index: output.length, item: { ...message, status: 'in_progress', content: [] } })
    for (const delta of reply.text) {
      if (reply.delay_ms !== undefined) await wait(reply.delay_ms)
      if (response.destroyed) return
      emit('response.output_text.delta', { ...place, delta })
    }
    if (reply.hang === 'stream') return
    if (reply.cut === true) return void response.socket?.end()
    const content = [{ type: 'output_text', text: reply.text.join(''), annotations: [] }]
    done({ ...message, status: 'completed', content })
  }
  if (reply.hang === 'stream') return
  if (reply.cut === true) return void response.socket?.end()
  for (const tool of reply.tools ?? []) done(toolItem(tool))

  const ended = { id, object: 'response', model: request.model, output, usage: usage(reply) }
  if (reply.error !== undefined) {
    const error = { code: reply.error.type ?? 'server_error', message: reply.error.message ?? 'failed', ...reply.error.body }
    emit('response.failed', { response: { ...ended, status: 'failed', error } })
  } else if (reply.finish !== undefined) {
    emit('response.incomplete', { response: { ...ended, status: 'incomplete', incomplete_details: { reason: reply.finish } } })
  } else {
    emit('response.completed', { response: { ...ended, status: 'completed' } })
  }
  response.end()
}

function toolItem({ name, input }: ToolCall): object {
  const ids = { id: `fc_${unique()}`, call_id: `call_${unique()}`, status: 'completed' }
  if (name === 'web_search') {
    const action = { type: 'search', ...(input as object) }
    return { id: `ws_${unique()}`, type: 'web_search_call', status: 'completed', action }
  }
  if (typeof input === 'string') return { ...ids, type: 'custom_tool_call', name, input }
  const dot = name.indexOf('.')
  const called = dot < 0 ? { name } : { namespace: name.slice(0, dot), name: name.slice(dot + 1) }
  return { ...ids, type: 'function_call', ...called, arguments: JSON.stringify(input) }
}

function usage({ usage: given = { input: 10, output: 5 } }: Reply): object {
  return {
    input_tokens: given.input,
    input_tokens_details: { cached_tokens: given.cached ?? 0 },
    output_tokens: given.output,
    output_tokens_details: { reasoning_tokens: given.reasoning ?? 0 },
    total_tokens: given.input + given.output,
  }
}

/** Texts of the user messages that follow each other last; developer messages among them do not part them. */
function lastUserTurn(input: readonly InputItem[]): string[] {
  const spoken = input.filter(isSpoken)
  const end = spoken.findLastIndex((item) => item.role === 'user')
  const before = spoken.findLastIndex((item, index) => index < end && item.role !== 'user')
  return spoken.slice(before + 1, end + 1).flatMap((item) => texts(item.content))
}

function isSpoken({ role }: InputItem): boolean {
  return role !== 'developer' && role !== 'system'
}

function texts(content: unknown): string[] {
  if (typeof content === 'string') return [content]
  return list<{ text?: unknown }>(content).flatMap((part) => (typeof part.text === 'string' ? [part.text] : []))
}

function list<Item>(value: unknown): Item[] {
  return Array.isArray(value) ? (value as Item[]) : []
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

let count = 0
function unique(): string {
  return String(++count).padStart(8, '0')
}
