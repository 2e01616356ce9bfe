import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Serving, startServe } from '../serving.ts'
import { until } from '../sandbox.ts'
import { withoutPython } from './python-clients.ts'
import { pythonOn } from './python-on-stage.ts'
import { RecordingProxy } from './recording-proxy.ts'
import { anthropicInJs, inPython, openaiInJs, type SdkClient } from './sdk-client.ts'
import { servedStage } from './served-stage.ts'
import { takeThePlace } from './taken-place.ts'

const missing = withoutPython()
if (missing !== undefined) process.stdout.write(`errors are not tested with clients in Python: ${missing}\n`)

/** One run at a time, and none that waits; bodies are small. */
const stage = servedStage('claude', { env: () => ({ CLINVK_SERVER_MAX_RUNS: '1', CLINVK_SERVER_MAX_QUEUE: '0', CLINVK_SERVER_MAX_REQUEST_BODY_BYTES: '20000' }) })
/** Takes keys. */
let closed: Serving
/** Takes five requests in five seconds. */
let limited: Serving
let proxy: RecordingProxy
beforeAll(async () => {
  closed = await startServe(stage.sandbox, [], { env: { CLINVK_API_KEYS: 'the-key' } })
  limited = await startServe(stage.sandbox, [], { env: { CLINVK_SERVER_RATE_LIMIT_ENABLED: 'true', CLINVK_SERVER_RATE_LIMIT_RPS: '1', CLINVK_SERVER_RATE_LIMIT_BURST: '5' } })
  proxy = await RecordingProxy.start(stage.server.url)
})
afterAll(() => proxy?.close())

const clients: [name: string, vendor: 'openai' | 'anthropic', ask: SdkClient][] = [['openai in JavaScript', 'openai', openaiInJs], ['anthropic in JavaScript', 'anthropic', anthropicInJs]]
if (missing === undefined) clients.push(['openai in Python', 'openai', inPython(pythonOn(stage, 'openai_cases.py'))], ['anthropic in Python', 'anthropic', inPython(pythonOn(stage, 'anthropic_cases.py'))])

/** What both vendors take, and is refused here. */
const tools = [{ type: 'function', name: 'add', input_schema: { type: 'object' }, function: { name: 'add', parameters: { type: 'object' } } }]

/** What passes a proxy while `work` goes on. */
async function recorded(over: RecordingProxy, work: (url: string) => Promise<unknown>) {
  over.passed.length = 0
  const outcome = await work(over.url)
  return { outcome, passed: [...over.passed] }
}

describe.each(clients)('%s raises its own class', (_name, vendor, ask) => {
  test.each([
    ['400: a parameter that is refused', 400, 'BadRequestError', { body: { tools } }],
    ['413: a body over the limit', 413, vendor === 'openai' ? 'APIError' : 'ContentTooLargeError', { body: { messages: [{ role: 'user', content: 'x'.repeat(30_000) }] } }],
  ] as const)('%s', async (_what, status, kind, { body }) => {
    expect(await ask(stage.server.url, { body })).toEqual({ status, classes: expect.arrayContaining([kind]) })
    expect(stage.sandbox.runs()).toEqual([])
  })

  test('401: a wrong key, and none of that with the right one', async () => {
    expect(await ask(closed.url, { key: 'wrong' })).toEqual({ status: 401, classes: expect.arrayContaining(['AuthenticationError']) })
    stage.model.script({ text: ['ok'] })
    expect(await ask(closed.url, { key: 'the-key' })).toBeUndefined()
  })

  test('404: a backend that is not there', async () => {
    expect(await ask(`${stage.server.url}/nowhere`)).toEqual({ status: 404, classes: expect.arrayContaining(['NotFoundError']) })
  })

  test('429: the limit of the service behind the CLI', async () => {
    stage.model.script({ error: { status: 429, message: 'no', headers: { 'retry-after': '7' } } })
    expect(await ask(stage.server.url)).toEqual({ status: 429, classes: expect.arrayContaining(['RateLimitError']) })
  })

  test('503: every place is taken by a run of the real CLI; and it asks again until one is free, no sooner than it is told', async () => {
    const giveBack = await takeThePlace(stage)
    expect(await ask(stage.server.url)).toEqual({ status: 503, classes: expect.arrayContaining(['InternalServerError']) })
    const { outcome, passed } = await recorded(proxy, async (url) => {
      const asking = ask(url, { retries: 3 })
      await until(() => proxy.passed.length > 0, 'the first refusal')
      await giveBack()
      return asking
    })
    expect(outcome).toBeUndefined()
    expect(passed[0]).toMatchObject({ status: 503, retry: '0', retryAfter: expect.stringMatching(/^\d+$/) })
    expect(passed.at(-1)).toMatchObject({ status: 200, retry: String(passed.length - 1) })
    expect((passed[1]?.at ?? 0) - (passed[0]?.at ?? 0)).toBeGreaterThan(Number(passed[0]?.retryAfter) * 1000 - 100)
  })

  test('503: a CLI that is not signed in, which is not asked again', async () => {
    stage.model.script({ error: { status: 401, type: 'authentication_error', message: 'no' } })
    const { outcome, passed } = await recorded(proxy, (url) => ask(url, { retries: 3 }))
    expect(outcome).toEqual({ status: 503, classes: expect.arrayContaining(['InternalServerError']) })
    expect(passed.map(({ retry }) => retry)).toEqual(['0'])
  })
})

describe.each(clients)('%s asks again', (_name, _vendor, ask) => {
  test('after a limit of requests, when it is told to', async () => {
    stage.model.script({ text: ['ok'] })
    const over = await RecordingProxy.start(limited.url)
    await until(async () => {
      const { status, headers } = await fetch(`${limited.url}/v1/models`)
      return status === 429 && Number(headers.get('retry-after')) >= 3
    }, 'a limit that lasts')
    const { outcome, passed } = await recorded(over, (url) => ask(url, { retries: 2 }))
    over.close()
    expect(outcome).toBeUndefined()
    expect(passed.map(({ status, retry }) => [status, retry])).toEqual([[429, '0'], [200, '1']])
    expect((passed[1]?.at ?? 0) - (passed[0]?.at ?? 0)).toBeGreaterThan(Number(passed[0]?.retryAfter) * 1000 - 100)
  })

  test('when the service behind the CLI fails, as often as it is to', async () => {
    stage.model.script({ error: { status: 500, message: 'no' } })
    const { outcome, passed } = await recorded(proxy, (url) => ask(url, { retries: 1 }))
    expect(outcome).toEqual({ status: 502, classes: expect.arrayContaining(['InternalServerError']) })
    expect(passed.map(({ status, retry }) => [status, retry])).toEqual([[502, '0'], [502, '1']])
  })

  test('not after a request that is wrong', async () => {
    const { passed } = await recorded(proxy, (url) => ask(url, { retries: 3, body: { tools } }))
    expect(passed.map(({ status, retry }) => [status, retry])).toEqual([[400, '0']])
  })

  test('after its own time limit, and each run that it gives up is ended', async () => {
    stage.model.script({ text: ['a'], hang: 'stream' })
    const { outcome, passed } = await recorded(proxy, (url) => ask(url, { retries: 0, timeoutMs: 1500 }))
    expect(outcome).toMatchObject({ classes: expect.arrayContaining(['APIConnectionError']) })
    expect(passed).toEqual([]) // no answer ever came by
    await until(() => stage.sandbox.runs().length === 0, 'the end of the run')
  })
})
