import { expect, test } from 'vitest'
import { fuzzServer } from '../fuzz/fuzz-server.ts'

test('four hundred requests made from the document get documented answers, and leave nothing behind', async () => {
  const { report, left, ended, unexpected } = await fuzzServer({ seed: 7, count: 400, workers: 4 })
  expect(report.faults).toEqual([])
  // Every operation was reached, and some of them with success.
  expect(Object.keys(report.answers).length).toBeGreaterThan(12)
  for (const operation of ['prompt', 'parallel', 'chain', 'compare', 'listSessions']) expect(report.answers[operation]?.[200], operation).toBeGreaterThan(0)
  expect(left).toEqual([])
  expect(ended).toBe(0)
  expect(unexpected).toEqual([])
})
