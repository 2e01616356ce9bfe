// Makes a run's folder below the root given, locks parts of it as a CLI may do, and removes it.
import { chmodSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { RunFolder } from '../../../src/process/run-folder.ts'

const [, , root = '', outside = ''] = process.argv
const folder = await RunFolder.create(root, 'locked')
const inner = join(folder.tmpdir, 'a', 'b')
mkdirSync(inner, { recursive: true })
writeFileSync(join(inner, 'file'), 'x')
symlinkSync(outside, join(inner, 'way-out'))
chmodSync(inner, 0o500)
chmodSync(join(folder.tmpdir, 'a'), 0o000)
await folder.remove()
await folder.remove()
console.log(existsSync(folder.path) ? 'still there' : 'removed')
