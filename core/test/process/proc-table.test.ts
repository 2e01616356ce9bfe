import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { findProc, listProc, parseStat, withVariable } from '../../src/process/proc-table.ts'

const linux = test.skipIf(process.platform !== 'linux')

test('a name with spaces, parentheses and line ends does not shift the fields', () => {
  const rest = ' 77 77 0 -1 4194560 1 0 0 0 2 1 0 0 20 0 1 0 987654 1 2 3'
  for (const name of ['sh', 'a b', ') R 1 1 1 (', 'x\ny)']) {
    const expected = { pid: 4242, parent: 17, group: 77, session: 77, start_time: '987654', zombie: false }
    expect(parseStat(`4242 (${name}) S 17${rest}`)).toEqual(expected)
  }
  expect(parseStat(`4242 (sh) Z 17${rest}`)?.zombie).toBe(true)
  expect(parseStat('')).toBeUndefined()
})

linux('a process with a hostile name is found with its parent', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'names-')), ') R 1 (x')
  symlinkSync(process.execPath, file)
  const child = spawn(file, ['-e', 'console.log(1); setInterval(() => {}, 1000)'])
  await once(child.stdout, 'data')
  expect(findProc(child.pid ?? 0)).toMatchObject({ pid: child.pid, parent: process.pid, zombie: false })
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(findProc(child.pid ?? 0)).toBeUndefined()
})

linux('the table holds this process, and its environment is read exactly', async () => {
  // Of its own: other tests, and other runs of this one, may be at work on this machine.
  const id = randomUUID()
  const env = { FIRST: 'one', CLINVK_RUN_ID: id, LAST: 'x' }
  const child = spawn(process.execPath, ['-e', 'console.log(1); setInterval(() => {}, 1000)'], { env })
  await once(child.stdout, 'data')
  const all = listProc()
  expect(all.find(({ pid }) => pid === process.pid)).toEqual(findProc(process.pid))
  const pids = (name: string, value: string): number[] => withVariable(all, name, new Set([value, 'another value'])).map(({ pid }) => pid)
  expect(pids('CLINVK_RUN_ID', id)).toEqual([child.pid])
  expect(pids('FIRST', 'one')).toContain(child.pid)
  expect(pids('CLINVK_RUN_ID', id.slice(0, -1))).toEqual([])
  expect(pids('RUN_ID', id)).toEqual([])
  child.kill('SIGKILL')
})
