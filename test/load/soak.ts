/** `npm run soak [SCENARIO]`: a server under much load, for minutes. Counts and time are bounded; the first thing that is not as it has to be fails it. */
import { fuzzServer } from '../fuzz/fuzz-server.ts'
import { type Holdings, LoadServer } from './load-server.ts'
import { abortedStreams, concurrentStreams, many, slowReaders } from './scenarios.ts'
import { realClis } from './real-clis.ts'
import { writeExecutable } from '../replay/replay-cli.ts'

/** After so long the rest is given up, milliseconds. */
const longest = 20 * 60 * 1000

const wrong: string[] = []
const say = (text: string): void => void process.stdout.write(`${text}\n`)

function check(holds: boolean, what: string): void {
  say(`  ${holds ? 'ok' : 'WRONG'}: ${what}`)
  if (!holds) wrong.push(what)
}

const text = ({ rss, heap, files }: Holdings): string => `${rss.toFixed(0)} MiB (${heap.toFixed(1)} in use), ${files} files`

const scenarios: Readonly<Record<string, () => Promise<void>>> = {
  aborted: () => withServer({ max_runs: 20, max_queue: 100 }, async (server) => {
    const { before, after } = await abortedStreams(server, 1000, 20)
    say(`  before ${text(before)}; after ${text(after)}`)
    check(after.files <= before.files + 2, '1,000 aborted streams keep no descriptor')
    check(after.rss - before.rss < 40, '1,000 aborted streams keep less than 40 MiB')
    check(after.heap - before.heap < 2, 'and less than 2 MiB of them in use')
    check((await server.fed().then(async (run) => run.finish().then(() => run.text))).includes('event: done'), 'the next stream is answered')
  }),
  concurrent: () => withServer({ max_runs: 500 }, async (server) => {
    const before = await server.holdings()
    const { wrong: faults, peak } = await concurrentStreams(server, 500, 10)
    await server.quiet()
    const after = await server.holdings()
    say(`  idle ${text(before)}; with 500 streams ${text(peak)}; after ${text(after)}`)
    check(after.files <= before.files + 2, 'no descriptor of them is kept')
    check(after.heap - before.heap < 10, 'and less than 10 MiB in use: code that ran for the first time')
    check(faults.length === 0, `500 streams at the same time each get all that is theirs${faults.slice(0, 3).map((fault) => `\n    ${fault}`).join('')}`)
  }),
  slow: () => withServer({ max_runs: 20 }, async (server) => {
    const { before, after, written } = await slowReaders(server, 20)
    say(`  before ${text(before)}; with 20 held up ${text(after)}; ${(written / 2 ** 20).toFixed(1)} MiB were written`)
    check(written < 20 * 8 * 2 ** 20, '20 readers that take nothing hold their CLIs up')
    check(after.rss - before.rss < 150, 'and the server grows by less than 150 MiB')
  }),
  places: () => withServer({ max_runs: 8, max_queue: 200 }, async (server) => {
    writeExecutable(server.bin, 'gemini', ['cat >/dev/null', 'echo \'{"type":"result","status":"success","stats":{}}\''])
    const seconds: number[] = []
    const answers = await many(1000, 400, async () => {
      const since = performance.now()
      const answer = await server.serving.prompt({ backend: 'gemini', prompt: 'x', ephemeral: true })
      await answer.arrayBuffer()
      if (answer.status === 200) seconds.push((performance.now() - since) / 1000)
      return { status: answer.status, retry: answer.headers.get('retry-after') }
    })
    const served = answers.filter(({ status }) => status === 200).length
    say(`  ${served} served, the slowest after ${Math.max(...seconds).toFixed(1)} s`)
    check(answers.every(({ status, retry }) => status === 200 || (status === 503 && retry !== null)), 'each of 1,000 is answered, or refused with Retry-After')
    check(served >= 208, 'the queue is served to its end')
    await server.quiet()
  }),
  killed: async () => {
    for (let round = 0; round < 5; round++) {
      await withServer({ max_runs: 30 }, async (server) => {
        const runs = await many(30, 30, () => server.fed())
        server.serving.child.kill('SIGKILL')
        const since = performance.now()
        await server.serving.ended
        const took = (performance.now() - since) / 1000
        check(server.runs().length === 0 && server.leftovers().length === 0, `30 runs of a killed server are gone with their folders, after ${took.toFixed(1)} s`)
        for (const run of runs) run.leave()
      })
    }
  },
  fuzz: async () => {
    const count = Number(process.env['CLINVK_SOAK_REQUESTS'] ?? 5000)
    const seed = Number(process.env['CLINVK_SOAK_SEED'] ?? Date.now() % 1_000_000)
    const { report, left, ended, unexpected, memory } = await fuzzServer({ seed, count, workers: 4 })
    say(`  seed ${seed}; before ${memory[0]} MiB, after ${memory[1]} MiB\n  ${JSON.stringify(report.answers)}`)
    check(report.faults.length === 0, `${count} requests made from the OpenAPI document have documented answers${report.faults.slice(0, 5).map((fault) => `\n    ${fault}`).join('')}`)
    check(unexpected.length === 0, `the server's log knows no fault of its own${unexpected.slice(0, 3).map((line) => `\n    ${line}`).join('')}`)
    check(left.length === 0 && ended === 0, `nothing is left of them${left.slice(0, 5).map((what) => `\n    ${what}`).join('')}`)
  },
  real: () => realClis(check),
}

async function withServer(config: Readonly<Record<string, unknown>>, use: (server: LoadServer) => Promise<void>): Promise<void> {
  const server = await LoadServer.start(config)
  try {
    await use(server)
  } finally {
    server.remove()
  }
}

setTimeout(() => {
  say(`given up after ${longest / 60_000} minutes`)
  process.exit(1)
}, longest).unref()
const only = process.argv[2]
if (only !== undefined && scenarios[only] === undefined) throw new Error(`no scenario "${only}": ${Object.keys(scenarios).join(', ')}`)
for (const [name, run] of Object.entries(scenarios)) {
  if (only !== undefined && only !== name) continue
  const since = performance.now()
  say(name)
  await run()
  say(`  ${((performance.now() - since) / 1000).toFixed(0)} s`)
}
if (wrong.length > 0) say(`\n${wrong.length} wrong:\n${wrong.join('\n')}`)
process.exit(wrong.length === 0 ? 0 : 1)
