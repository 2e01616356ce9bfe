import type { FedRun, Holdings, LoadServer } from './load-server.ts'
import { writeExecutable } from '../replay/replay-cli.ts'
import { until } from '../sandbox.ts'

/** Does `work` so many times, so many at once. */
export async function many<Result>(count: number, atOnce: number, work: (index: number) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = []
  let next = 0
  const worker = async () => {
    while (next < count) {
      const index = next++
      results[index] = await work(index)
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, count) }, worker))
  return results
}

/** What a server holds before some work and after it. */
export interface Growth {
  readonly before: Holdings
  readonly after: Holdings
}

/** Streams whose clients leave in the middle. The first tenth, not less than a round, warms up. */
export async function abortedStreams(server: LoadServer, count: number, atOnce: number): Promise<Growth> {
  const one = async (index: number) => {
    const run = await server.fed()
    // Some leave before the first piece, some after it.
    if (index % 2 === 0) await run.delta('a piece')
    run.leave()
  }
  await many(Math.max(atOnce, Math.ceil(count / 10)), atOnce, one)
  await server.quiet()
  const before = await server.holdings()
  await many(count, atOnce, one)
  await server.quiet()
  return { before, after: await server.holdings() }
}

/** Streams that live at the same time: each gets `pieces` pieces of its own, in order, and its end. Returns what was not as it has to be. */
export async function concurrentStreams(server: LoadServer, count: number, pieces: number): Promise<{ readonly wrong: string[]; readonly peak: Holdings }> {
  const runs = await many(count, 20, () => server.fed())
  const wrong: string[] = []
  await Promise.all(runs.map(async (run, index) => {
    for (let piece = 0; piece < pieces; piece++) await run.delta(`<${index}.${piece}>`)
  }))
  const peak = await server.holdings()
  await many(count, 50, async (index) => {
    const run = runs[index] as FedRun
    await run.finish()
    const got = [...run.text.matchAll(/<(\d+\.\d+)>/g)].map(([, name]) => name)
    // The last event may hold the whole text once more.
    const expected = Array.from({ length: pieces }, (_, piece) => `${index}.${piece}`)
    if (got.slice(0, pieces).join() !== expected.join()) wrong.push(`stream ${index} got ${got.join()}`)
    if (!run.text.includes('event: done')) wrong.push(`stream ${index} has no end: ${run.text.slice(-200)}`)
  })
  return { wrong, peak }
}

/** A reader that takes nothing of an answer without end. Resolves once the CLI is held up too, with what had been written by then. */
export async function slowReaders(server: LoadServer, count: number): Promise<Growth & { readonly written: number }> {
  const line = JSON.stringify({ type: 'message', role: 'assistant', content: 'x'.repeat(8000), delta: true })
  const file = server.sandbox.write('line.json', `${line}\n`)
  writeExecutable(server.bin, 'gemini', ['cat >/dev/null', 'echo \'{"type":"init","session_id":"61896608-416b-4392-abca-76af3a7f642c","model":"m"}\'', `line=$(cat ${file})`, 'while :; do echo "$line"; done'])
  const before = await server.holdings()
  const answers = await Promise.all(Array.from({ length: count }, () => server.stream({ backend: 'gemini', prompt: 'x', ephemeral: true })))
  for (const answer of answers) answer.pause()
  let written = -1
  let same = 0
  await until(async () => {
    await new Promise((resolve) => setTimeout(resolve, 200))
    const now = server.written()
    same = now === written ? same + 1 : 0
    written = now
    return same >= 5
  }, 'the CLIs to be held up', 60_000)
  const after = await server.holdings()
  for (const answer of answers) answer.destroy()
  await server.quiet()
  return { before, after, written }
}
