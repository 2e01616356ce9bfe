import type { ServerResponse } from 'node:http'
import type { ModelRequest, Reply } from './reply.ts'
import { ModelServer, type Wait, type Wire } from './server.ts'

interface Part {
  text?: string
  thought?: boolean
  functionCall?: { name: string; args: unknown }
  functionResponse?: { name: string; response: unknown }
}

interface Content {
  role?: string
  parts?: Part[]
}

/** `.../models/MODEL:method`, as the Gemini API and Vertex AI both write it. */
const modelPath = /\/models\/([^/:?]+):streamGenerateContent(?:\?|$)/

/** What the CLI's model router, which is asked for the model `auto`, has to answer; anything else it asks for again. */
const routing = JSON.stringify({ complexity_reasoning: 'a short request', complexity_score: 10 })

/**
 * Google's Gemini API (https://ai.google.dev/api/generate-content): `streamGenerateContent?alt=sse`, piece by piece.
 * `generateContent`, which the CLI uses for itself only (model router), is no model request and always answered alike.
 * `Reply.error.type` is the RPC status name, `Reply.error.body` holds further members of `error`, such as `details`.
 * `Reply.finish` `''` ends the stream without a finish reason; `BLOCKED` answers that the prompt was blocked.
 */
const geminiWire: Wire = {
  parse({ method, path, headers, body }) {
    const model = modelPath.exec(path)?.[1]
    if (method !== 'POST' || model === undefined) return undefined
    const { contents = [], systemInstruction } = (body ?? {}) as { contents?: Content[]; systemInstruction?: Content }
    const users = contents.filter((content) => content.role === 'user' && texts(content).length > 0)
    return {
      method,
      path,
      headers,
      body,
      model: decodeURIComponent(model),
      prompt: texts(users.at(-1)).join('\n'),
      system: texts(systemInstruction).join('\n'),
      tool_results: contents.flatMap(({ parts = [] }) =>
        parts.flatMap(({ functionResponse }) => (functionResponse ? [JSON.stringify(functionResponse.response)] : [])),
      ),
    }
  },

  async send(reply, request, response, wait) {
    if (reply.error) return sendError(reply.error, response)
    await stream(reply, request, response, wait)
  },

  other(method, path, response) {
    const model = /\/models\/([^/:?]+):generateContent(?:\?|$)/.exec(path)?.[1]
    if (method !== 'POST' || model === undefined) {
      response.writeHead(404, { 'content-type': 'application/json' }).end('{}')
      return
    }
    const candidate = { content: { role: 'model', parts: [{ text: routing }] }, index: 0, finishReason: 'STOP' }
    const usageMetadata = { promptTokenCount: 3, candidatesTokenCount: 2, totalTokenCount: 5 }
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ candidates: [candidate], usageMetadata, modelVersion: model }))
  },
}

/** A Gemini API on 127.0.0.1; give its `url` to the CLI as `GOOGLE_GEMINI_BASE_URL`. */
export function startGeminiModel(): Promise<ModelServer> {
  return ModelServer.start(geminiWire)
}

async function stream(reply: Reply, request: ModelRequest, response: ServerResponse, wait: Wait): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  response.flushHeaders()
  const write = (data: unknown) => response.write(`data: ${JSON.stringify(data)}\r\n\r\n`)
  if (reply.thinking !== undefined) write(chunk(request, [{ text: reply.thinking, thought: true }]))
  for (const text of reply.text ?? []) {
    if (reply.delay_ms) await wait(reply.delay_ms)
    if (response.destroyed) return
    write(chunk(request, [{ text }]))
  }
  if (reply.hang === 'stream') return
  if (reply.cut) {
    // What was written must leave before the connection goes, or the client sees no answer at all.
    await wait(50)
    response.destroy()
    return
  }
  write(lastChunk(reply, request, toolParts(reply)))
  response.end()
}

function sendError(error: NonNullable<Reply['error']>, response: ServerResponse): void {
  const { status, type = statusName(status), message = `error ${status}`, headers, body } = error
  response.writeHead(status, { 'content-type': 'application/json; charset=UTF-8', ...headers })
  response.end(JSON.stringify({ error: { code: status, message, status: type, ...body } }))
}

function chunk(request: ModelRequest, parts: Part[]) {
  return { candidates: [{ content: { role: 'model', parts }, index: 0 }], modelVersion: request.model, responseId: 'loopback' }
}

function lastChunk(reply: Reply, request: ModelRequest, parts: Part[]) {
  const { input = 10, output = 5, cached = 0, reasoning = 0 } = reply.usage ?? {}
  const usageMetadata = {
    promptTokenCount: input,
    candidatesTokenCount: output - reasoning,
    totalTokenCount: input + output,
    ...(cached > 0 ? { cachedContentTokenCount: cached } : {}),
    ...(reasoning > 0 ? { thoughtsTokenCount: reasoning } : {}),
  }
  if (reply.finish === 'BLOCKED') {
    return { promptFeedback: { blockReason: 'PROHIBITED_CONTENT' }, usageMetadata, modelVersion: request.model }
  }
  const finishReason = reply.finish ?? 'STOP'
  const content = { role: 'model', parts: parts.length > 0 ? parts : [{ text: '' }] }
  const candidate = { content, index: 0, ...(finishReason === '' ? {} : { finishReason }) }
  return { candidates: [candidate], usageMetadata, modelVersion: request.model, responseId: 'loopback' }
}

function toolParts(reply: Reply): Part[] {
  return (reply.tools ?? []).map(({ name, input }) => ({ functionCall: { name, args: input } }))
}

function texts(content: Content | undefined): string[] {
  return (content?.parts ?? []).flatMap(({ text, thought }) => (text === undefined || thought ? [] : [text]))
}

function statusName(status: number): string {
  const names: Record<number, string> = {
    400: 'INVALID_ARGUMENT',
    401: 'UNAUTHENTICATED',
    403: 'PERMISSION_DENIED',
    404: 'NOT_FOUND',
    429: 'RESOURCE_EXHAUSTED',
    503: 'UNAVAILABLE',
  }
  return names[status] ?? 'INTERNAL'
}
