// Before packing: which commit this build is made from, for `clinvk version`.
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'

const commit = execFileSync('git', ['rev-parse', '--short=12', 'HEAD'], { encoding: 'utf8' }).trim()
writeFileSync(new URL('../build.json', import.meta.url), `${JSON.stringify({ commit, built: new Date().toISOString() })}\n`)
