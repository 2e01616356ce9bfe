#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const argv = process.argv.slice(2)
const { exit } = process // a plugin that is still loading gets another one

if (argv.length === 1 && argv[0] === '--version') {
  // Asked by scripts and probes: answered before anything else is loaded, also where the reader has gone.
  process.stdout.on('error', ({ code }) => {
    if (code === 'EPIPE') return
    process.exitCode = 1
    process.stderr.write(`Error: could not write the version (${code})\nHint: Send standard output to a place that takes it, then run again.\n`)
  })
  process.stdout.write(`${JSON.parse(readFileSync(`${root}package.json`, 'utf8')).version}\n`)
} else if (argv[0] === '__complete' && argv[2] === '--') {
  // Asked at a key press, by the scripts of `clinvk completion`: from a bundle of its own.
  const { completeCommand } = await import('../dist/bundle/complete.js')
  process.stdout.on('error', () => undefined) // a shell that gave up
  process.exitCode = await completeCommand(argv.slice(1), root)
  await written(process.stdout)
  exit.call(process) // a plugin that hangs may hold the process
} else {
  const { main } = await import('../dist/bundle/main.js')
  process.exitCode = await main(argv, root)
  // The module of a plugin that was given up may hold the process for ever: only what is printed is waited for.
  await Promise.all([process.stdout, process.stderr].map(written))
  exit.call(process)
}

async function written(stream) {
  if (stream.writableLength > 0) await new Promise((resolve) => stream.write('', resolve))
}
