// One byte a write, with time to read it in between.
import { writeSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
for (const byte of Buffer.from('ä€😀\r\nzwei\nend')) {
  writeSync(1, Buffer.from([byte]))
  await delay(1)
}
