import assert from 'node:assert/strict'
import { answerText } from '../../answer-text.ts'
import type { Case, Group, Kit } from '../kit.ts'
import type { Expectation, Recording } from '../recording.ts'
import { contents, isTerminal, replay } from '../replay.ts'

/** Each recording gives what its author expects of it. */
export const recordedRuns: Group = (kit) =>
  kit.recordings.flatMap((recording) => [outcome(kit, recording), ...expected(kit, recording)])

function outcome(kit: Kit, { name, expect, end, ...output }: Recording): Case {
  const title = expect?.code === undefined ? 'ends as it ended' : `fails as ${expect.code}`
  return {
    title: `${name}: ${title}`,
    run() {
      const terminal = replay(kit.backend, { ...output, end }).find(isTerminal)
      if (terminal?.type === 'error') {
        assert.ok(!expect || expect.code !== undefined, `failed as ${terminal.content.code}: ${terminal.content.message}`)
        if (expect?.code !== undefined) assert.equal(terminal.content.code, expect.code, terminal.content.message)
        for (const key of ['status', 'reset_at'] as const) {
          if (expect?.[key] !== undefined) assert.equal(terminal.content.details?.[key], expect[key], `details.${key}`)
        }
        return
      }
      assert.equal(expect?.code, undefined, 'the run did not fail')
      assert.ok(terminal === undefined || expect !== undefined || end.code === 0, 'succeeded, though the CLI did not exit with 0')
    },
  }
}

type Compared = Exclude<keyof Expectation, 'code' | 'status' | 'reset_at'>

const titles: Readonly<Record<Compared, string>> = {
  text: 'the messages fold to the expected text',
  model: 'names the model that answered',
  usage: 'counts the expected tokens',
  tools: 'shows the tools that were used',
  events: 'yields the expected events',
  warnings: 'warns of what is expected',
}

function expected({ backend }: Kit, recording: Recording): Case[] {
  const { expect, name } = recording
  if (expect === undefined) return []
  const keys = (Object.keys(titles) as Compared[]).filter((key) => expect[key] !== undefined)
  return keys.map((key) => ({
    title: `${name}: ${titles[key]}`,
    run() {
      const events = replay(backend, recording)
      const [done] = contents(events, 'done')
      const got: Readonly<Record<Compared, unknown>> = {
        text: answerText(events),
        model: done?.model,
        usage: pick(done?.token_usage, Object.keys(expect.usage ?? {})),
        tools: contents(events, 'tool_use').map(({ tool_name }) => tool_name),
        events: events.map(({ type }) => type).filter((type, index, all) => type !== all[index - 1]),
        warnings: contents(events, 'warning').map(({ code }) => code ?? null),
      }
      assert.deepEqual(got[key], expect[key])
    },
  }))
}

function pick(usage: object = {}, keys: readonly string[]): object {
  return Object.fromEntries(Object.entries(usage).filter(([key]) => keys.includes(key)))
}
