import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { findProcess, isAlive, signalProcess } from '../../src/process/process-table.ts'
import { pidIn, until } from './program.ts'

test('a zombie is dead', async () => {
  // After exec nobody waits for the shell's child.
  const parent = spawn('/bin/sh', ['-c', 'sleep 0 & echo $!; exec sleep 1000'])
  const [text] = (await once(parent.stdout, 'data')) as [Buffer]
  const zombie = await until(() => {
    const found = findProcess(pidIn(text.toString()))
    return found?.zombie === true && found
  })
  expect([isAlive(zombie), signalProcess(zombie, 'SIGKILL')]).toEqual([false, false])
  parent.kill('SIGKILL')
})

test('this process lives, and one with its pid and another start is not it', () => {
  const me = findProcess(process.pid)
  expect(me !== undefined && isAlive(me)).toBe(true)
  expect(isAlive({ pid: process.pid, start_time: '1' })).toBe(false)
})
