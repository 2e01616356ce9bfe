import { writeSync } from 'node:fs'
import { openStore } from './open-store.ts'

/** Stands still in the middle of a change, event loop and all: arguments are the session and for how many milliseconds. */
const [, , , , id = '', ms = '0'] = process.argv
let calls = 0
await openStore({ lockStaleMs: 2000 }).update(id, (session) => {
  writeSync(1, 'inside\n')
  if (++calls === 1) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Number(ms))
  return { ...session, tags: [...(session.tags ?? []), 'slow'] }
})
writeSync(1, `saved after ${calls}\n`)
