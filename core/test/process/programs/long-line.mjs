// One line of as many bytes as asked for, then another.
import { writeSync } from 'node:fs'
const block = Buffer.alloc(65536, 'z')
for (let left = Number(process.argv[2]); left > 0; left -= block.length) writeSync(1, block.subarray(0, left))
writeSync(1, '\nnext\n')
setTimeout(() => {}, Number(process.argv[3] ?? 0))
