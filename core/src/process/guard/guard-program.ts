/**
 * The guard of a server: a process of its own that hears of each run on its stdin. When that breaks, its host is gone, in whatever
 * way, and it ends what the runs of the host have left: processes, folders, leases. Then it ends itself.
 * Its argument is the start time of the host. It says nothing, unless it had something to do: then one line of JSON on stderr.
 */
import { clearAway } from './clear-away.ts'
import type { GuardMessage } from './guard.ts'
import { GuardedRuns } from './guarded-runs.ts'

// A signal to all processes of a service, or of a terminal, is for the host, who then stops in its own time.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})

const runs = new GuardedRuns()
let rest = ''
process.stdin.setEncoding('utf8')
process.stdin.on('data', (text: string) => {
  const lines = (rest + text).split('\n')
  // The last one is complete only when more comes: what a host could not say to the end, it has not begun.
  rest = lines.pop() ?? ''
  for (const line of lines) runs.tell(JSON.parse(line) as GuardMessage)
})
// A pipe that fails is as broken as one that ends.
process.stdin.on('error', () => {})
process.stdin.once('close', () => void ended())

async function ended(): Promise<void> {
  if (runs.all.length === 0) process.exit(0)
  let report: object
  try {
    const { runs: cleared, survivors, problems } = await clearAway(runs.all, process.argv[2] ?? '0')
    const left = [...problems, ...(survivors.length === 0 ? [] : [`these processes could not be ended: ${survivors.join(', ')}`])]
    report = { level: left.length === 0 ? 'info' : 'warn', runs: cleared, ...(left.length > 0 && { left }), msg: 'the server died; its runs are ended' }
  } catch (error) {
    report = { level: 'warn', msg: `the server died, and its runs could not be ended; the next clinvk does it: ${String(error)}` }
  }
  // Nobody may read it any more.
  process.stderr.on('error', () => process.exit(0))
  process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), ...report })}\n`, () => process.exit(0))
}
