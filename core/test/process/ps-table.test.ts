import { spawn, spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { listPs, parsePs, withVariablePs } from '../../src/process/ps-table.ts'

const withPs = test.skipIf(spawnSync('ps', ['-p', '1']).error !== undefined)

test('rows are read with their start, which has spaces', () => {
  const output = '    1     0     1 Ss   Fri Nov 20 18:32:05 2026\n  812   1   812 Z+   Fri Nov  6 08:02:05 2026\n\n'
  expect(parsePs(output)).toEqual([
    { pid: 1, parent: 0, group: 1, session: 1, start_time: 'Fri Nov 20 18:32:05 2026', zombie: false },
    { pid: 812, parent: 1, group: 812, session: 812, start_time: 'Fri Nov 6 08:02:05 2026', zombie: true },
  ])
})

withPs('ps finds a child, by its pid and by its environment, and tells the same start twice', async () => {
  const stays = ['-e', 'console.log(1); setInterval(() => {}, 1000)']
  // Of its own: other tests, and other runs of this one, may be at work on this machine.
  const id = randomUUID()
  const child = spawn(process.execPath, stays, { env: { CLINVK_RUN_ID: id } })
  await once(child.stdout, 'data')
  const [found] = listPs([child.pid ?? 0])
  expect(found).toMatchObject({ pid: child.pid, parent: process.pid, zombie: false })
  const all = listPs()
  expect(all.find(({ pid }) => pid === child.pid)).toEqual(found)
  expect(withVariablePs(all, 'CLINVK_RUN_ID', new Set([id, 'other'])).map(({ pid }) => pid)).toEqual([child.pid])
  expect(withVariablePs(all, 'CLINVK_RUN_ID', new Set([id.slice(0, -1)]))).toEqual([])
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(listPs([child.pid ?? 0])).toEqual([])
})
