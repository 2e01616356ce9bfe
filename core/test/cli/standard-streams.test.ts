import { expect, test, vi } from 'vitest'
import { standardStreams } from '../../src/cli/standard-streams.ts'

test('waiting for a slow reader, again and again, leaves no listener behind', async () => {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(false)
  const terminal = standardStreams({}, false, () => undefined)
  const before = ['drain', 'error', 'close'].map((name) => process.stdout.listenerCount(name))
  try {
    for (let round = 0; round < 20; round++) {
      let waited = true
      const writing = terminal.out('text').then(() => {
        waited = false
      })
      await Promise.resolve()
      expect(waited).toBe(true)
      process.stdout.emit('drain')
      await writing
    }
  } finally {
    write.mockRestore()
  }
  expect(['drain', 'error', 'close'].map((name) => process.stdout.listenerCount(name))).toEqual(before)
})

test('a reader that goes away is told once a write fails, and nothing is written after that', async () => {
  const gone = vi.fn()
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(false)
  const terminal = standardStreams({}, false, gone)
  try {
    const writing = terminal.out('text')
    process.stdout.emit('error', Object.assign(new Error('EPIPE'), { code: 'EPIPE' }))
    await writing
    await terminal.out('more')
    expect(gone).toHaveBeenCalledTimes(1)
    expect(write).toHaveBeenCalledTimes(1)
  } finally {
    write.mockRestore()
  }
})
