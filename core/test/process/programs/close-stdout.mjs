// Says something without a line end, closes its stdout and goes on.
import { closeSync, writeSync } from 'node:fs'
writeSync(1, 'before')
closeSync(1)
setTimeout(() => {
  writeSync(2, 'after\n')
  process.exitCode = 3
}, 100)
