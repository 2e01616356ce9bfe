/**
 * The thread in which a plugin is tested: started by conformance-run.ts with a {@link ConformanceJob}, answers with
 * {@link ConformanceMessage}s. A thread of its own, because a plugin may hang, end it or print into it.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { isClinvkError } from '@clinvk/plugin-sdk'
import { conformance } from '@clinvk/plugin-sdk/testing'
import type { ConformanceJob, ConformanceMessage } from './conformance-message.ts'
import { loadBackend } from './load-backend.ts'

interface Case {
  readonly title: string
  readonly run: () => void | Promise<void>
}

const tell = (message: ConformanceMessage): void => parentPort?.postMessage(message)

async function run(job: ConformanceJob): Promise<void> {
  const cases = await readCases(job)
  if (cases === undefined) return
  tell({ kind: 'cases', titles: cases.map(({ title }) => title) })
  for (const [index, { run: tryCase }] of cases.entries()) {
    if (index < job.skip) continue
    tell({ kind: 'started', index })
    try {
      await tryCase()
      tell({ kind: 'ended', index })
    } catch (thrown) {
      tell({ kind: 'ended', index, failure: thrown instanceof Error ? thrown.message : String(thrown) })
    }
  }
}

async function readCases({ manifest, loadTimeoutMs, packageFile, recordings, output, found }: ConformanceJob): Promise<Case[] | undefined> {
  try {
    const backend = await loadBackend(manifest, loadTimeoutMs)
    const cases: Case[] = []
    const test = (title: string, tryCase: Case['run']) => void cases.push({ title, run: tryCase })
    conformance({ test, backend, recordings, manifest: packageFile, output, ...(found === undefined ? {} : { found }) })
    return cases
  } catch (thrown) {
    const message = thrown instanceof Error ? thrown.message : String(thrown)
    if (isClinvkError(thrown)) tell({ kind: 'refused', code: thrown.code, message, hint: 'Make the module load and export a backend: docs/contract.md of the SDK.' })
    else tell({ kind: 'refused', code: 'invalid_request', message: `cannot read the recordings of "${manifest.name}": ${message}`, hint: 'See docs/testing.md of the SDK for how a recording looks.' })
    return undefined
  }
}

await run(workerData as ConformanceJob)
