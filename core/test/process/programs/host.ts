// A host that owns a run, for tests that kill it. Arguments: folder of leases, root of run folders, run id, program with
// its arguments.
import { tmpdir } from 'node:os'
import { Lease } from '../../../src/process/lease.ts'
import { RunFolder } from '../../../src/process/run-folder.ts'
import { startProcess } from '../../../src/process/start-process.ts'

const [, , leases = '', root = '', runId = '', ...args] = process.argv
const folder = await RunFolder.create(root, runId)
await folder.write({ 'settings.json': { content: '{}' } })
const lease = Lease.take(leases, { run_id: runId, run_folder: folder.path })
const stop = { signal: 'SIGINT', grace_ms: 100 } as const
const spec = { file: process.execPath, args, env: {}, cwd: tmpdir(), run_id: runId, stop }
const run = startProcess(spec, {}, new AbortController().signal)
lease.started(run.pid)
console.log(`child ${run.pid}`)
for await (const { text } of run.lines()) console.log(text)
