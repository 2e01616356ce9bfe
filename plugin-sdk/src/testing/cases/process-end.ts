import assert from 'node:assert/strict'
import type { ProcessEnd, StopReason } from '../../decoder.ts'
import { assertCoded } from '../coded-error.ts'
import type { Case, Group, Kit } from '../kit.ts'
import { plainRequest, promptMarker } from '../plain-request.ts'
import type { RecordedLine } from '../recording.ts'
import { contents, replay } from '../replay.ts'

const stopReasons: readonly StopReason[] = ['timeout', 'idle', 'cancelled', 'line_too_long']

/** A CLI that ends without an answer has failed, however it ended. */
export const processEnd: Group = (kit) => [
  fails(kit, 'exit 0 without a word', { code: 0 }),
  fails(kit, 'exit 1 without a word', { code: 1 }),
  fails(kit, 'exit 1 with a complaint on stderr', { code: 1 }, 'fatal: something is wrong with this machine'),
  fails(kit, 'exit 1 with the prompt on stderr', { code: 1 }, `Error: cannot answer "Answer with the word ${promptMarker}."`),
  fails(kit, 'exit 127', { code: 127 }, 'sh: 1: exec: not found'),
  ...['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGSEGV'].map((signal) => fails(kit, `an end by ${signal}`, { code: null, signal })),
  ...stopReasons.map((stopped_by) => stopped(kit, stopped_by)),
]

function fails({ backend }: Kit, title: string, end: Pick<ProcessEnd, 'code'> & Partial<ProcessEnd>, stderr = ''): Case {
  return {
    title: `end: ${title} is a coded error with a hint and without the prompt`,
    run() {
      const lines: RecordedLine[] = stderr === '' ? [] : [{ text: stderr, stream: 'stderr' }]
      const events = replay(backend, { request: plainRequest(), lines, end: { signal: null, stderr_tail: stderr, ...end } })
      assert.equal(contents(events, 'done').length, 0, 'succeeded without an answer')
      const errors = contents(events, 'error')
      assert.equal(errors.length, 1, `${errors.length} error events`)
      errors.forEach(assertCoded)
    },
  }
}

function stopped({ backend }: Kit, stopped_by: StopReason): Case {
  return {
    title: `end: a run that the host stopped (${stopped_by}) is no success`,
    run() {
      for (const how of [{ code: 0, signal: null }, { code: 130, signal: null }, { code: null, signal: 'SIGTERM' }]) {
        const events = replay(backend, { request: plainRequest(), lines: [], end: { ...how, stderr_tail: '', stopped_by } })
        assert.equal(contents(events, 'done').length, 0, 'succeeded without an answer')
        contents(events, 'error').forEach(assertCoded)
      }
    },
  }
}
