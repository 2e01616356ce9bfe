import assert from 'node:assert/strict'
import type { Group } from '../kit.ts'
import { isTerminal, replay } from '../replay.ts'

/** May come before `init`: what is known while the CLI is still coming up. */
const early = ['warning', 'retry', 'progress']

/** `init` first and once, one terminal event, nothing after it. */
export const eventOrder: Group = ({ backend, recordings }) =>
  recordings.map((recording) => ({
    title: `${recording.name}: one init at the beginning, one terminal event at the end`,
    run() {
      const events = replay(backend, recording)
      const types = events.map(({ type }) => type)
      const inits = types.filter((type) => type === 'init').length
      assert.ok(inits <= 1, `init came ${inits} times`)
      if (inits === 1) {
        const before = types.slice(0, types.indexOf('init')).filter((type) => !early.includes(type))
        assert.deepEqual(before, [], 'events before init')
      }
      const terminals = events.filter(isTerminal).length
      if (terminals === 0 && recording.end.stopped_by !== undefined) return
      assert.equal(terminals, 1, `${terminals} terminal events among ${types.join(', ')}`)
      assert.ok(events.slice(-1).some(isTerminal), `${types.at(-1)} came after the terminal event`)
    },
  }))
