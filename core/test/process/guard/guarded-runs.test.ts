import { expect, test } from 'vitest'
import type { GuardMessage } from '../../../src/process/guard/guard.ts'
import { GuardedRuns } from '../../../src/process/guard/guarded-runs.ts'

const root = { pid: 7, start_time: '9' }

test('holds what has begun and not ended, whatever order ends come in, and can be told again to another one', () => {
  const runs = new GuardedRuns()
  const said: GuardMessage[] = [
    { type: 'begin', run_id: 'a', run_folder: '/x/a', lease: '/l/a.json' },
    { type: 'begin', run_id: 'b' },
    { type: 'end', run_id: 'never begun' },
    { type: 'started', run_id: 'a', root },
    { type: 'end', run_id: 'b' },
    // Its process was seen too late: nothing of it is left.
    { type: 'started', run_id: 'b', root },
    { type: 'begin', run_id: 'c' },
  ]
  for (const message of said) runs.tell(message)
  expect(runs.all).toEqual([{ run_id: 'a', run_folder: '/x/a', lease: '/l/a.json', root }, { run_id: 'c' }])
  const again = new GuardedRuns()
  for (const message of runs.messages()) again.tell(message)
  expect(again.all).toEqual(runs.all)
})
