import { afterEach, describe, expect, test } from 'vitest'
import { LoadServer } from '../load/load-server.ts'
import { abortedStreams, concurrentStreams, many, slowReaders } from '../load/scenarios.ts'
import { writeExecutable } from '../replay/replay-cli.ts'
import { until } from '../sandbox.ts'

const servers: LoadServer[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.remove()
})

async function start(config: Readonly<Record<string, unknown>> = {}): Promise<LoadServer> {
  const server = await LoadServer.start(config)
  servers.push(server)
  return server
}

const init = 'echo \'{"type":"init","session_id":"61896608-416b-4392-abca-76af3a7f642c","model":"m"}\''
const answer = 'echo \'{"type":"message","role":"assistant","content":"half","delta":true}\''
const end = 'echo \'{"type":"result","status":"success","stats":{"total_tokens":3,"input_tokens":1,"output_tokens":2,"cached":0}}\''

describe('a server under load (npm run soak has the large counts)', () => {
  test('streams whose clients leave take nothing with them: no process, folder, lease or descriptor', async () => {
    const server = await start({ max_runs: 10 })
    const { before, after } = await abortedStreams(server, 30, 10)
    expect(after.files).toBeLessThanOrEqual(before.files + 2)
  })

  test('streams at the same time get each what is its own, in order and to the end', async () => {
    const server = await start({ max_runs: 25 })
    const { wrong } = await concurrentStreams(server, 25, 5)
    expect(wrong).toEqual([])
    await server.quiet()
    server.serving.child.kill('SIGTERM')
    const { code, stderr } = await server.serving.ended
    expect(code).toBe(0)
    // One line of JSON a request: no warning of Node.js either.
    expect(stderr.trim().split('\n').filter((line) => !line.startsWith('{"level":"info"'))).toEqual([])
  })

  test('a reader that takes nothing holds its CLI up, and the server stays small', async () => {
    const server = await start({ max_runs: 3 })
    const { before, after, written } = await slowReaders(server, 3)
    // Pipes, sockets and what is read ahead, for three.
    expect(written).toBeLessThan(3 * 8 * 1024 * 1024)
    expect(after.rss - before.rss).toBeLessThan(64)
  })

  test('a reader that takes nothing does not hold up the end, once everything has to end', async () => {
    const server = await start({ max_runs: 1 })
    writeExecutable(server.bin, 'gemini', ['cat >/dev/null', init, `line=$(printf '%8000s' x)`, 'while :; do echo "{\\"type\\":\\"message\\",\\"role\\":\\"assistant\\",\\"content\\":\\"$line\\",\\"delta\\":true}"; done'])
    const stuck = await server.stream({ backend: 'gemini', prompt: 'x', ephemeral: true })
    stuck.on('error', () => undefined)
    let written = -1
    await until(async () => {
      const before = written
      await new Promise((resolve) => setTimeout(resolve, 200))
      written = server.written()
      return written > 1_000_000 && written === before
    }, 'the CLI to be held up')
    server.serving.child.kill('SIGTERM')
    await until(async () => (await fetch(`${server.serving.url}/health`).then(({ status }) => status, () => 503)) === 503, 'the stop')
    const since = performance.now()
    server.serving.child.kill('SIGTERM')
    expect((await server.serving.ended).code).toBe(0)
    // Its limit for a reader that takes nothing is five minutes.
    expect(performance.now() - since).toBeLessThan(30_000)
    expect(server.runs()).toEqual([])
  }, 90_000)

  test('a CLI that dies in the middle ends its stream with an error after what had come, and the others go on', async () => {
    const server = await start({ max_runs: 5 })
    const other = await server.fed()
    writeExecutable(server.bin, 'gemini', ['cat >/dev/null', init, answer, 'kill -9 $$'])
    const texts = await Promise.all([1, 2, 3].map(() => whole(server)))
    for (const text of texts) {
      expect(text).toContain('"text":"half"')
      expect(text).toMatch(/event: error\ndata: .*"code":"backend_error".*SIGKILL/)
    }
    expect(await other.delta('still here')).toBeGreaterThan(0)
    await other.finish()
    await server.quiet()
  })

  test('with all places taken, those in the queue are served and the rest is refused at once with Retry-After', async () => {
    const server = await start({ max_runs: 2, max_queue: 4 })
    const { sandbox } = server
    writeExecutable(server.bin, 'gemini', ['cat >/dev/null', init, answer, `while [ ! -e ${sandbox.root}/go ]; do sleep 0.05; done`, end])
    let refusals = 0
    const ask = async () => {
      const { status, headers } = await server.serving.prompt({ backend: 'gemini', prompt: 'x', ephemeral: true })
      if (status === 503) refusals += 1
      return { status, retry: Number(headers.get('retry-after')) }
    }
    const asked = many(20, 20, ask)
    await until(() => refusals === 14, 'the refusals')
    sandbox.write('go', '')
    const answers = await asked
    const refused = answers.filter(({ status }) => status === 503)
    expect([answers.filter(({ status }) => status === 200).length, refused.length]).toEqual([6, 14])
    expect(refused.every(({ retry }) => retry >= 1 && retry <= 60)).toBe(true)
    // The places are free again.
    expect((await ask()).status).toBe(200)
    await server.quiet()
  })

  test('SIGTERM with streams at work lets them end in their time and refuses the rest', async () => {
    const server = await start({ max_runs: 10 })
    const runs = await many(10, 10, () => server.fed())
    server.serving.child.kill('SIGTERM')
    await Promise.all(runs.map((run, index) => run.delta(`after ${index}`)))
    await Promise.all(runs.map((run) => run.finish()))
    for (const run of runs) expect(run.text).toContain('event: done')
    expect((await server.serving.ended).code).toBe(0)
    expect([server.runs(), server.leftovers()]).toEqual([[], []])
  })
})

async function whole(server: LoadServer): Promise<string> {
  const reply = await server.serving.prompt({ backend: 'gemini', prompt: 'x', ephemeral: true }, { headers: { Accept: 'text/event-stream' } })
  return reply.text()
}
