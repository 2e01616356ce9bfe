import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { fileURLToPath } from 'node:url'
import { type FedRun, LoadServer } from '../load/load-server.ts'
import { many } from '../load/scenarios.ts'
import { writeExecutable } from '../replay/replay-cli.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const say = (text: string): void => void process.stdout.write(`${text}\n`)
const part = (sorted: readonly number[], share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
const median = (values: readonly number[]): number => part(values.toSorted((a, b) => a - b), 0.5)

/** What answers beside clinvk, with the same bytes: a bare server, and a bare Koa with a router. */
const bare = {
  'node:http': "import { createServer } from 'node:http'\nconst server = createServer((req, res) => { res.setHeader('Content-Type', 'application/json'); res.end(body) })",
  Koa: "import { createServer } from 'node:http'\nimport Koa from 'koa'\nimport Router from '@koa/router'\nconst app = new Koa()\nconst router = new Router()\nrouter.get('/x', (ctx) => { ctx.type = 'application/json'; ctx.body = body })\napp.use(router.routes())\nconst server = createServer(app.callback())",
} as const

/** A server under load: requests against bare ones, prompts, what a stream adds to a piece of an answer, memory. */
export async function benchServer(): Promise<void> {
  const server = await LoadServer.start({ max_runs: 500 })
  try {
    // Before anybody asks whether it is there: that is remembered.
  writeExecutable(server.bin, 'codex', ['cat >/dev/null', 'echo \'{"type":"thread.started","thread_id":"01a1f9ec-3d1c-7ef1-a77c-621063aa505d"}\'', 'echo \'{"type":"item.completed","item":{"id":"item_0","type":"agent_message","text":"hi"}}\'', 'echo \'{"type":"turn.completed","usage":{"input_tokens":1,"cached_input_tokens":0,"output_tokens":1}}\''])
    say(`\na server (budgets: 0.8 of bare Koa; a piece of an answer 1 ms at the median and 10 ms at p99 with 100 streams; 100 MiB idle)`)
    say(`idle: ${server.rss.toFixed(0)} MiB`)
    for (const path of ['/health', '/api/v1/backends']) await againstBare(server, path)
    await prompts(server)
    for (const count of [1, 100, 500]) await pieces(server, count)
    await server.quiet()
    say(`after all that: ${server.rss.toFixed(0)} MiB`)
    await growth(server)
  } finally {
    server.remove()
  }
}

async function againstBare(server: LoadServer, path: string): Promise<void> {
  const body = await (await fetch(`${server.serving.url}${path}`)).text()
  const others = await Promise.all(Object.entries(bare).map(async ([name, code]) => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', `const body = ${JSON.stringify(body)}\n${code}\nserver.listen(0, '127.0.0.1', () => console.log(server.address().port))`], { cwd: `${root}/core`, stdio: ['ignore', 'pipe', 'inherit'] })
    const [port] = (await once(child.stdout, 'data')) as [Buffer]
    return { name, child, url: `http://127.0.0.1:${String(port).trim()}/x`, rates: [] as number[] }
  }))
  const rows = [{ name: `clinvk ${path}`, url: `${server.serving.url}${path}`, rates: [] as number[] }, ...others]
  // In turn, so that a machine that drifts drifts for all; the first round warms up.
  for (let round = 0; round < 6; round++) for (const row of rows) row.rates.push(await rate(row.url, 700))
  for (const { child } of others) child.kill()
  const [own, plain, koa] = rows.map(({ rates }) => median(rates.slice(1))) as [number, number, number]
  say(`${path}: ${(own / koa).toFixed(2)} of bare Koa, ${(own / plain).toFixed(2)} of bare node:http (${own.toFixed(0)}, ${koa.toFixed(0)}, ${plain.toFixed(0)} requests a second)`)
}

/** Requests a second over 8 connections that stay open. */
async function rate(url: string, milliseconds: number): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: 8 })
  const since = performance.now()
  let count = 0
  await Promise.all(Array.from({ length: 8 }, async () => {
    while (performance.now() - since < milliseconds) {
      await get(url, agent)
      count += 1
    }
  }))
  agent.destroy()
  return (count * 1000) / (performance.now() - since)
}

function get(url: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent }, (answer) => answer.resume().once('end', resolve))
    sent.once('error', reject)
    sent.end()
  })
}

async function prompts(server: LoadServer): Promise<void> {
  const alone = async (): Promise<void> => {
    const child = spawn(`${server.bin}/codex`, { env: server.sandbox.env, stdio: ['pipe', 'ignore', 'ignore'] })
    child.stdin.end('x')
    await once(child, 'exit')
  }
  const ask = async (): Promise<void> => {
    const answer = await server.serving.prompt({ backend: 'codex', prompt: 'x' })
    if (answer.status !== 200) throw new Error(`a prompt was answered with ${answer.status}: ${await answer.text()}`)
    await answer.arrayBuffer()
  }
  const timed = async (work: () => Promise<void>): Promise<number> => {
    const since = performance.now()
    await many(100, 8, work)
    return 100_000 / (performance.now() - since)
  }
  await timed(ask)
  const rounds = [await timed(alone), await timed(ask), await timed(alone), await timed(ask)] as [number, number, number, number]
  say(`prompts over a CLI that answers at once, 8 clients: ${rounds[3].toFixed(0)} a second, ${((rounds[1] + rounds[3]) / (rounds[0] + rounds[2])).toFixed(2)} of the CLI alone`)
}

/** From the write of a CLI to the client, less what \`cat\` and this program take of it. */
async function pieces(server: LoadServer, count: number): Promise<void> {
  const runs = await many(count, 20, () => server.fed())
  const busy = server.rss
  const took: number[] = []
  await paced(1000, async (index) => {
    took.push(await (runs[index % count] as FedRun).delta(`<${index}>`))
  })
  // While forty more begin: what a start costs the others.
  const during: number[] = []
  const starts = many(40, 40, () => server.fed())
  let begun = false
  void starts.then(() => (begun = true))
  for (let index = 0; !begun; index++) during.push(await (runs[index % count] as FedRun).delta(`[${index}]`))
  await many(count, 50, async (index) => (runs[index] as FedRun).finish())
  for (const run of await starts) await run.finish()
  const direct = await unserved()
  const sorted = took.toSorted((a, b) => a - b)
  const whileStarting = during.toSorted((a, b) => a - b)
  say(`a piece at ${count} streams: ${(part(sorted, 0.5) - direct.p50).toFixed(2)} ms p50, ${(part(sorted, 0.99) - direct.p99).toFixed(2)} ms p99 added; while 40 runs start ${part(whileStarting, 0.5).toFixed(1)} ms p50, ${part(whileStarting, 0.99).toFixed(1)} ms p99; ${busy.toFixed(0)} MiB`)
}

/** The same pieces through \`cat\` alone. */
async function unserved(): Promise<{ readonly p50: number; readonly p99: number }> {
  const child = spawn('cat', { stdio: ['pipe', 'pipe', 'ignore'] })
  const took: number[] = []
  await paced(500, async () => {
    const since = performance.now()
    child.stdin.write(`{"type":"message","role":"assistant","content":"x","delta":true}\n`)
    await once(child.stdout, 'data')
    took.push(performance.now() - since)
  })
  child.stdin.end()
  const sorted = took.toSorted((a, b) => a - b)
  return { p50: part(sorted, 0.5), p99: part(sorted, 0.99) }
}

/** One after the other, at most one in two milliseconds. */
async function paced(count: number, work: (index: number) => Promise<void>): Promise<void> {
  for (let index = 0; index < count; index++) {
    const since = performance.now()
    await work(index)
    const left = 2 - (performance.now() - since)
    if (left > 0) await new Promise((resolve) => setTimeout(resolve, left))
  }
}

/** Ten thousand requests, twice: what the second ones add is growth. */
async function growth(server: LoadServer): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 8 })
  const sizes: number[] = []
  for (let round = 0; round < 2; round++) {
    await many(10_000, 8, () => get(`${server.serving.url}/api/v1/backends`, agent))
    sizes.push(server.rss)
  }
  agent.destroy()
  say(`after 10,000 requests: ${sizes[0]?.toFixed(0)} MiB, after 10,000 more: ${sizes[1]?.toFixed(0)} MiB`)
}
