// 100 MB on stderr while stdout says something now and then.
import { writeSync } from 'node:fs'
const block = `${'x'.repeat(1023)}\n`.repeat(64)
for (let megabyte = 1; megabyte <= 100; megabyte++) {
  for (let part = 0; part < 16; part++) writeSync(2, block)
  if (megabyte % 10 === 0) writeSync(1, `${megabyte}\n`)
}
writeSync(2, 'last words\n')
