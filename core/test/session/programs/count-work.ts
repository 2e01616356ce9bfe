import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

/** Counts what a store does to the disk: prints JSON with the counts of a first page, later pages, a save, and memory. */
const opened: string[] = []
for (const name of ['openSync', 'readFileSync', 'open', 'readFile'] as const) {
  const original = fs[name] as (...args: unknown[]) => unknown
  Object.assign(fs, {
    [name]: (...args: unknown[]) => {
      if (typeof args[0] === 'string') opened.push(args[0])
      return original.apply(fs, args)
    },
  })
}
syncBuiltinESMExports()
/** Bytes given to write calls of this process, as the kernel counts them. */
const written = () => Number(/wchar: (\d+)/.exec(fs.readFileSync('/proc/self/io', 'utf8'))?.[1])
const { openStore } = await import('./open-store.ts')

const store = openStore()
const results: Record<string, object> = {}
async function measure(name: string, work: () => Promise<unknown>): Promise<void> {
  const bytes = written()
  opened.length = 0
  const start = performance.now()
  const value = await work()
  const ms = performance.now() - start
  const files = opened.filter((path) => !path.startsWith('/proc/'))
  results[name] = { ms, sessions_opened: files.filter((path) => /[0-9a-f]{16}\.json$/.test(path)).length, opened: files.length, written: written() - bytes, value, rss_mb: Math.round(process.memoryUsage().rss / 1e6) }
}
const page = async () => {
  const { sessions, total } = await store.list({ limit: 20 })
  return { first: sessions[0]?.id, rows: sessions.length, total }
}
const times = async (count: number, work: () => Promise<unknown>) => {
  const spent: number[] = []
  for (let n = 0; n < count; n++) {
    const start = performance.now()
    await work()
    spent.push(performance.now() - start)
  }
  return { best: Math.min(...spent), median: spent.toSorted((a, b) => a - b)[count >> 1] }
}
await measure('load', page)
await measure('page', page)
await measure('filtered', async () => (await store.list({ backend: 'codex', tag: 'work', limit: 20 })).total)
await measure('pages', () => times(10, page))
const { id } = await store.create({ backend: 'claude', working_dir: '/' })
const save = () => store.update(id, (session) => ({ ...session, turn_count: (session.turn_count ?? 0) + 1 }))
await measure('save', save)
await measure('saves', () => times(20, save))
await measure('page_after_save', page)
console.log(JSON.stringify(results))
