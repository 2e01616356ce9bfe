import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { openStore } from './open-store.ts'

/** One of many: creates ten sessions, counts up a shared one ten times, lists, deletes two of its own and, twice, the index. Prints the ids it kept. */
const store = openStore()
const shared = process.argv[4] as string
const mine: string[] = []
for (let n = 0; n < 10; n++) {
  mine.push((await store.create({ backend: 'claude', working_dir: '/', title: `${process.pid} ${n}` })).id)
  await store.update(shared, (session) => ({ ...session, turn_count: (session.turn_count ?? 0) + 1 }))
  if (n % 4 === 3) rmSync(join(process.argv[2] as string, 'index.ndjson'), { force: true })
  const listed = new Set((await store.list()).sessions.map(({ id }) => id))
  const missing = mine.filter((id) => !listed.has(id))
  if (missing.length > 0) throw new Error(`not listed right after saving: ${missing.join(' ')}`)
  const changed = mine[n] as string
  await store.update(changed, (session) => ({ ...session, tags: ['kept'] }))
}
for (const id of mine.splice(0, 2)) await store.delete(id)
console.log(`kept ${mine.join(' ')}`)
