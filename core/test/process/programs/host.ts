// A host that owns a run, for tests that kill it. Arguments: lease folder, root of run folders, run id, program and its arguments.
import { tmpdir } from 'node:os'
import { Lease } from '../../../src/process/lease.ts'
import { RunFolder } from '../../../src/process/run-folder.ts'
import { startProcess } from '../../../src/process/start-process.ts'

const [, , leases = '', root = '', runId = '', ...args] = process.argv
const folder = await RunFolder.create(root, runId)
await folder.write({ 'settings.json': { content: '{}' } })
const lease = Lease.take(leases, { run_id: runId, run_folder: folder.path })
const spec = { file: process.execPath, args, env: {}, cwd: tmpdir(), run_id: runId, stop: { signal: 'SIGINT', grace_ms: 100 } } as const
const run = startProcess(spec, {}, new AbortController().signal)
lease.started(run.pid)
console.log(`child ${run.pid}`)
for await (const { text } of run.lines()) console.log(text)
