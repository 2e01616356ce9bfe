import { type Agent, createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import Koa from 'koa'
import { onTestFinished } from 'vitest'
import { Activity } from '../../src/http/activity.ts'
import type { HttpMiddleware } from '../../src/http/context.ts'
import { errorBoundary } from '../../src/http/error-boundary.ts'
import { begin } from '../../src/http/middleware/begin.ts'
import { requestId } from '../../src/http/middleware/request-id.ts'
import type { Surface } from '../../src/http/surface.ts'
import { errorBody } from '../../src/service/error-body.ts'

/** An API without routes, whose errors look like those of the native one. */
export const plainSurface: Surface = { name: 'plain', owns: () => true, routes: [], errorBody: (error) => ({ error: errorBody(error) }) }

/** What a server of a test logged. */
export interface Listening {
  readonly url: string
  readonly port: number
  readonly activity: Activity
  readonly warnings: readonly string[]
}

/** Middleware on a free port of this machine, behind the first ones of every server; it ends with the test. */
export async function listening(middleware: readonly HttpMiddleware[], surfaces: readonly Surface[] = [plainSurface]): Promise<Listening> {
  const warnings: string[] = []
  const activity = new Activity()
  const app = new Koa()
  app.silent = true
  for (const step of [begin(activity, surfaces, { debug: () => {}, warn: (message) => warnings.push(message) }), requestId, errorBoundary, ...middleware]) app.use(step as unknown as Koa.Middleware)
  const handle = app.callback()
  const server = createServer((req, res) => void handle(req, res))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, port, activity, warnings }
}

/** Answers with a text, or with what `body` makes of the request. */
export const answer = (body: (ctx: Parameters<HttpMiddleware>[0]) => unknown = () => 'ok'): HttpMiddleware => async (ctx) => {
  ctx.body = body(ctx)
}

/** An answer as it came. */
export interface Raw {
  readonly status: number
  readonly headers: NodeJS.Dict<string | string[]>
  readonly text: string
  readonly json: any
}

/** A request with any header, `Host` too, which `fetch` does not let one set. */
export function send(port: number, options: { readonly method?: string; readonly path?: string; readonly headers?: Record<string, string | string[]>; readonly body?: string | Buffer; readonly agent?: Agent } = {}): Promise<Raw> {
  return new Promise((resolve, reject) => {
    const req = request({ host: '127.0.0.1', port, method: options.method ?? 'GET', path: options.path ?? '/', headers: options.headers ?? {}, agent: options.agent ?? false }, (res) => {
      const chunks: Buffer[] = []
      res.on('data', (chunk: Buffer) => chunks.push(chunk))
      res.on('error', reject)
      res.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8')
        resolve({
          status: res.statusCode ?? 0,
          headers: res.headers,
          text,
          get json() {
            return JSON.parse(text)
          },
        })
      })
    })
    req.on('error', reject)
    req.end(options.body)
  })
}
