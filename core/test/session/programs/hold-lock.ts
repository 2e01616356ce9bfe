import { readSync, writeSync } from 'node:fs'
import { openStore } from './open-store.ts'

/** Stands still in the middle of a change, event loop and all, until something comes on stdin. The last argument is the session. */
const [, , , , id = ''] = process.argv
let calls = 0
await openStore({ lockStaleMs: 2000 }).update(id, (session) => {
  writeSync(1, 'inside\n')
  if (++calls === 1) readSync(0, Buffer.alloc(1))
  return { ...session, tags: [...(session.tags ?? []), 'slow'] }
})
writeSync(1, `saved after ${calls}\n`)
