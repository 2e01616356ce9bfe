#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const argv = process.argv.slice(2)

if (argv.length === 1 && argv[0] === '--version') {
  // Asked by scripts and probes: answered before anything else is loaded.
  process.stdout.write(`${JSON.parse(readFileSync(`${root}package.json`, 'utf8')).version}\n`)
} else {
  const { main } = await import('../dist/bundle/main.js')
  process.exitCode = await main(argv, root)
}
