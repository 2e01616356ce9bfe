import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { endTree } from '../../src/process/end-tree.ts'
import { findProcess, signalProcess } from '../../src/process/process-table.ts'
import { RunTree } from '../../src/process/run-tree.ts'
import { exists, Follower, pidIn, programPath, startProgram, until } from './program.ts'

async function stranger(): Promise<{ pid: number; end: () => void }> {
  const child = spawn(process.execPath, ['-e', 'console.log(1); setInterval(() => {}, 1000)'], { detached: true })
  await once(child.stdout, 'data')
  return { pid: child.pid ?? 0, end: () => void child.kill('SIGKILL') }
}

test('a process that took over a pid is neither part of a run nor signalled', async () => {
  const { pid, end } = await stranger()
  const root = { pid, start_time: '1' }
  for (const current of [true, false]) expect(new RunTree({ runs: [{ run_id: randomUUID(), root }], current }).collect()).toEqual([])
  expect(await endTree(new RunTree({ runs: [{ run_id: randomUUID(), root }], current: false }), 100)).toEqual([])
  expect(signalProcess(root, 'SIGKILL')).toBe(false)
  expect(exists(pid)).toBe(true)
  end()
})

test('descendants stay known when their parents die and nothing else points at them', async () => {
  const { run, runId } = startProgram('leave-grandchild.mjs', ['bare', 'stay'])
  const grandchild = pidIn(await new Follower(run).line(/grandchild/))
  const root = findProcess(run.pid)
  const tree = new RunTree({ runs: [{ run_id: runId, ...(root !== undefined && { root }) }], current: true })
  expect(new Set(tree.collect().map(({ pid }) => pid))).toEqual(new Set([run.pid, grandchild]))
  process.kill(run.pid, 'SIGKILL')
  await run.ended
  expect(tree.collect().map(({ pid }) => pid)).toEqual([grandchild])
  expect(await endTree(tree, 50)).toEqual([])
  expect(exists(grandchild)).toBe(false)
})

for (const kind of ['same', 'group'] as const) {
  const whose = kind === 'same' ? 'while a process with the id of the run is in it' : 'only for the host that started it'
  test(`a group whose leader died counts ${whose}`, async () => {
    const runId = randomUUID()
    const leader = spawn(process.execPath, [programPath('leave-grandchild.mjs'), kind, 'exit'], {
      detached: true,
      env: { CLINVK_RUN_ID: runId },
    })
    const root = findProcess(leader.pid ?? 0)
    if (root === undefined) throw new Error('the process is missing')
    const [text] = (await once(leader.stdout, 'data')) as [Buffer]
    const member = pidIn(text.toString())
    await until(() => findProcess(root.pid) === undefined)
    const found = (current: boolean): number[] => new RunTree({ runs: [{ run_id: runId, root }], current }).collect().map(({ pid }) => pid)
    expect(found(true)).toEqual([member])
    expect(found(false)).toEqual(kind === 'same' ? [member] : [])
    await endTree(new RunTree({ runs: [{ run_id: runId, root }], current: true }), 50)
    expect(exists(member)).toBe(false)
  })
}
