// Starts a grandchild that holds both outputs and ignores TERM, then exits or stays.
// Arguments: same (group) | group (the same, with an empty environment) | session (of its own) | bare (own session and an
// empty environment), then exit | stay.
import { spawn } from 'node:child_process'
const [, , kind, then] = process.argv
const program = `
  for (const name of ['SIGINT', 'SIGTERM']) process.on(name, () => {})
  setInterval(() => {}, 1000)
  console.log('grandchild', process.pid)`
spawn(process.execPath, ['-e', program], {
  detached: kind === 'session' || kind === 'bare',
  env: kind === 'bare' || kind === 'group' ? {} : process.env,
  stdio: ['ignore', 'pipe', 'inherit'],
}).stdout.on('data', (text) => {
  process.stdout.write(text, () => then === 'exit' && process.exit(0))
})
