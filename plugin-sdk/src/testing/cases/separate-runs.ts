import assert from 'node:assert/strict'
import type { Group } from '../kit.ts'
import { replay, replaySteps } from '../replay.ts'

/** A decoder keeps what it remembers in itself. */
export const separateRuns: Group = ({ backend, recordings }) => [
  ...recordings.map((recording) => ({
    title: `${recording.name}: a second run gives the same events`,
    run() {
      assert.deepEqual(replay(backend, recording), replay(backend, recording))
    },
  })),
  ...recordings.map((recording, index) => {
    const other = recordings[(index + 1) % recordings.length] ?? recording
    return {
      title: `${recording.name}: is not disturbed by a run of "${other.name}" at the same time`,
      run() {
        const alone = [replay(backend, recording), replay(backend, other)]
        const decoders = [backend.decoder(recording.request), backend.decoder(other.request)] as const
        const steps = [replaySteps(decoders[0], recording), replaySteps(decoders[1], other)]
        const together = steps.map(() => [] as unknown[])
        for (let running = true; running; ) {
          running = false
          for (const [which, run] of steps.entries()) {
            const { done, value } = run.next()
            if (done !== true) together[which]?.push(...value)
            running ||= done !== true
          }
        }
        assert.deepEqual(together, alone)
      },
    }
  }),
]
