// A host with a guard, for tests that kill it. Arguments: folder of leases, root of run folders, the guard's program, run ids
// (parted by commas), a program with its arguments, which each run starts. Says the guard's pid, then what the runs say.
// SIGUSR1 ends the runs and then the guard.
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { RunGuard } from '../../../src/process/guard/run-guard.ts'
import { Lease } from '../../../src/process/lease.ts'
import { RunFolder } from '../../../src/process/run-folder.ts'
import { startProcess } from '../../../src/process/start-process.ts'

const [, , leases = '', root = '', program = '', ids = '', ...args] = process.argv
const guard = new RunGuard({ program, log: { debug: () => {}, warn: (message) => console.log(`${message}; guard ${guard.pid}`) } })
console.log(`guard ${guard.pid}`)
const stopping = new AbortController()
process.once('SIGUSR1', () => stopping.abort())
await Promise.all(ids.split(',').map(run))
await guard.close()
console.log(`closed ${guard.pid}`)

async function run(id: string): Promise<void> {
  const guarded = guard.begin({ run_id: id, run_folder: join(root, id), lease: join(leases, `${id}.json`) })
  const folder = await RunFolder.create(root, id)
  const lease = Lease.take(leases, { run_id: id, run_folder: folder.path })
  const stop = { signal: 'SIGINT', grace_ms: 100 } as const
  const child = startProcess({ file: process.execPath, args, env: {}, cwd: tmpdir(), run_id: id, stop }, { graceMs: 100 }, stopping.signal)
  lease.started(child.pid)
  guarded.started(child.pid)
  console.log(`child ${child.pid}`)
  for await (const { text } of child.lines()) console.log(text)
  await child.ended
  await folder.remove()
  lease.release()
  guarded.end()
}
