import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** A span as it arrived. */
export interface ReceivedSpan {
  readonly name: string
  readonly trace: string
  readonly id: string
  readonly parent: string
  readonly kind: number
  readonly attributes: Readonly<Record<string, unknown>>
  readonly events: readonly string[]
  /** 2: an error. */
  readonly status: number
  /** Milliseconds. */
  readonly duration: number
  readonly service: unknown
}

/** A receiver of OTLP over HTTP, in JSON. */
export interface OtlpReceiver {
  readonly url: string
  /** Paths that were asked for. */
  readonly paths: readonly string[]
  readonly spans: readonly ReceivedSpan[]
  /** All bodies, as they came. */
  readonly raw: readonly string[]
}

interface KeyValue {
  readonly key: string
  readonly value: Readonly<Record<string, unknown>>
}

interface Payload {
  readonly resourceSpans: readonly { readonly resource: { readonly attributes: readonly KeyValue[] }; readonly scopeSpans: readonly { readonly spans: readonly Record<string, any>[] }[] }[]
}

/** Listens on a free port until the test ends; answers with `status`. */
export async function otlpReceiver(status = 200): Promise<OtlpReceiver> {
  const [paths, spans, raw]: [string[], ReceivedSpan[], string[]] = [[], [], []]
  const server = createServer((req, res) => {
    const chunks: Buffer[] = []
    req.on('data', (chunk: Buffer) => chunks.push(chunk))
    req.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8')
      paths.push(req.url ?? '')
      raw.push(text)
      spans.push(...decode(JSON.parse(text) as Payload))
      res.writeHead(status, { 'Content-Type': 'application/json' }).end('{}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, paths, spans, raw }
}

function decode({ resourceSpans }: Payload): ReceivedSpan[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans
      .flatMap((scope) => scope.spans)
      .map((span) => ({
        name: span['name'] as string,
        trace: span['traceId'] as string,
        id: span['spanId'] as string,
        parent: (span['parentSpanId'] as string | undefined) ?? '',
        kind: span['kind'] as number,
        attributes: plain(span['attributes'] as KeyValue[]),
        events: (span['events'] as { name: string }[]).map(({ name }) => name),
        status: (span['status'] as { code: number }).code,
        duration: Number(BigInt(span['endTimeUnixNano'] as string) - BigInt(span['startTimeUnixNano'] as string)) / 1e6,
        service: plain(resource.attributes)['service.name'],
      })),
  )
}

function plain(attributes: readonly KeyValue[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]))
}
