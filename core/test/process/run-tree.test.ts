import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { endTree } from '../../src/process/end-tree.ts'
import { findProcess, signalProcess } from '../../src/process/process-table.ts'
import { RunTree } from '../../src/process/run-tree.ts'
import { exists, expectNothingLeft, Follower, pidIn, startProgram } from './program.ts'

async function stranger(): Promise<{ pid: number; end: () => void }> {
  const child = spawn(process.execPath, ['-e', 'console.log(1); setInterval(() => {}, 1000)'], { detached: true })
  await once(child.stdout, 'data')
  return { pid: child.pid ?? 0, end: () => void child.kill('SIGKILL') }
}

test('a process that took over a pid is neither part of a run nor signalled', async () => {
  const { pid, end } = await stranger()
  const root = { pid, start_time: '1' }
  for (const current of [true, false]) expect(new RunTree({ run_id: randomUUID(), root, current }).collect()).toEqual([])
  expect(await endTree(new RunTree({ run_id: randomUUID(), root, current: false }), 100)).toEqual([])
  expect(signalProcess(root, 'SIGKILL')).toBe(false)
  expect(exists(pid)).toBe(true)
  end()
})

test('descendants stay known when their parents die and nothing else points at them', async () => {
  const { run, runId } = startProgram('leave-grandchild.mjs', ['bare', 'stay'])
  const grandchild = pidIn(await new Follower(run).line(/grandchild/))
  const root = findProcess(run.pid)
  const tree = new RunTree({ run_id: runId, current: true, ...(root !== undefined && { root }) })
  expect(new Set(tree.collect().map(({ pid }) => pid))).toEqual(new Set([run.pid, grandchild]))
  process.kill(run.pid, 'SIGKILL')
  await run.ended
  expect(tree.collect().map(({ pid }) => pid)).toEqual([grandchild])
  expect(await endTree(tree, 50)).toEqual([])
  expect(exists(grandchild)).toBe(false)
})

test('the group of a root that died some time ago counts while a process with the id of the run is in it', async () => {
  const { run, runId } = startProgram('leave-grandchild.mjs', ['same', 'stay'])
  const grandchild = pidIn(await new Follower(run).line(/grandchild/))
  const root = findProcess(run.pid)
  if (root === undefined) throw new Error('the process is missing')
  const grouped = new RunTree({ run_id: runId, root, current: false }).collect()
  expect(grouped.map(({ pid }) => pid)).toContain(grandchild)
  // Another run's id and a root that is not there: the same group is somebody else's.
  const other = new RunTree({ run_id: randomUUID(), root: { pid: 1_999_999, start_time: root.start_time }, current: false })
  expect(other.collect()).toEqual([])
  await run.stop('cancelled')
  expectNothingLeft(runId)
})
