import { writeSync } from 'node:fs'
import { openStore } from './open-store.ts'

/** Creates and changes sessions until it is killed. Prints what was saved, after it was saved: `saved <id> <title> <turns>`. */
const store = openStore()
const said = (id: string, title: number, turns: number) => writeSync(1, `saved ${id} ${title} ${turns}\n`)
for (;;) {
  const { id } = await store.create({ backend: 'claude', working_dir: '/', title: '0' })
  said(id, 0, 0)
  for (let n = 1; n <= 3; n++) {
    await store.addTurn(id, () => ({ turn: n, started_at: '2026-01-01T00:00:00.000Z', duration_ms: 1, backend: 'claude', prompt: 'p'.repeat(500), answer: 'a'.repeat(5000), outcome: 'completed' }))
    said(id, n - 1, n)
    await store.update(id, (session) => ({ ...session, title: String(n) }))
    said(id, n, n)
  }
  await store.list({ limit: 1 })
}
