// As many lines of 1 KiB as asked for; the size of the second file says how many KiB were taken so far.
import { writeSync, openSync, ftruncateSync } from 'node:fs'
const [, , kibibytes, progressFile] = process.argv
const line = `${'y'.repeat(1023)}\n`
const progress = progressFile === undefined ? undefined : openSync(progressFile, 'w')
for (let written = 1; written <= Number(kibibytes); written++) {
  writeSync(1, line)
  if (progress !== undefined) ftruncateSync(progress, written)
}
