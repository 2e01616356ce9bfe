import assert from 'node:assert/strict'
import { isDeepStrictEqual } from 'node:util'
import { describeRun, hidden, invocationFor, visible } from '../described.ts'
import type { Group } from '../kit.ts'
import { plainRequest } from '../plain-request.ts'
import { contents, replay } from '../replay.ts'

/** Going on with a conversation, for backends that declare it. */
export const resume: Group = (kit) => {
  const { backend: { capabilities }, session_id: backend_session_id } = kit
  if (!capabilities.resume) return []
  return [
    {
      title: 'resume: names the session to the CLI',
      run() {
        const invocation = invocationFor(kit, { resume: { backend_session_id, fork: false } })
        const all = [hidden(invocation), ...visible(invocation).map(({ text }) => text)].join('\n')
        assert.ok(all.includes(backend_session_id), 'the session id is nowhere in the invocation')
      },
    },
    {
      title: 'resume: a recorded success tells the session id in its init event',
      run() {
        const runs = kit.recordings.map((recording) => replay(kit.backend, recording))
        const told = runs.some((events) => contents(events, 'done').length > 0 && contents(events, 'init')[0]?.backend_session_id)
        assert.ok(told, 'no recording shows an "init" with "backend_session_id", so nothing can be resumed')
      },
    },
    {
      title: 'resume: a state that makes no sense is ignored or refused by a coded error',
      run() {
        for (const state of ['', 'no JSON', '{}', 'null', '[]', '{"version":999}']) {
          const change = { resume: { backend_session_id, fork: false, state } }
          const { invocation } = describeRun(kit, change)
          if (invocation) kit.backend.decoder(plainRequest(change))
        }
      },
    },
    ...(capabilities.fork ? [{
      title: 'fork: is not the same as resume',
      run() {
        const [forked, resumed] = [true, false].map((fork) => invocationFor(kit, { resume: { backend_session_id, fork } }))
        assert.ok(!isDeepStrictEqual(forked, resumed), 'both give the same invocation')
      },
    }] : []),
  ]
}
