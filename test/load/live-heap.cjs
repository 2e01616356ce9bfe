// Loaded into a server before everything else: at SIGUSR2 it throws away what nothing refers to any more, and writes how many bytes
// are left into a file. Resident memory says little of that: Node.js keeps what it once had.
const { renameSync, writeFileSync } = require('node:fs')

const file = process.env.LIVE_HEAP_FILE
delete process.env.LIVE_HEAP_FILE
delete process.env.NODE_OPTIONS // the CLIs are no servers

process.on('SIGUSR2', () => {
  globalThis.gc()
  writeFileSync(`${file}.new`, String(process.memoryUsage().heapUsed))
  renameSync(`${file}.new`, file)
})
