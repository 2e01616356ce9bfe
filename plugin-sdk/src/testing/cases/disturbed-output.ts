import assert from 'node:assert/strict'
import type { RunEvent } from '../../event.ts'
import { answerText } from '../../answer-text.ts'
import type { Case, Group, Kit } from '../kit.ts'
import type { RecordedLine, Recording } from '../recording.ts'
import { contents, isTerminal, replay } from '../replay.ts'

const unreadable = [
  '', '  ', 'no JSON at all', '{"type":', '}{', '[1,2', 'Infinity',
  '\u0000', '\u001b[31mred\u001b[0m', '\ufffd\ufffd{\ufffd}', '{"a":"\ufffd"',
]
const unknown = [
  'null', 'true', '42', '"text"', '[]', '{}', '[{"type":"x"}]', '{"type":null}', '{"type":{}}',
  '{"type":"clinvk_kit_unknown","text":"x","id":"x"}', '{"event":"clinvk_kit_unknown"}',
]
const huge = 20 * 2 ** 20

/** Whatever else a CLI prints, the answer and the outcome stay. Not for a CLI whose every line is answer. */
export const disturbedOutput: Group = (kit) => (kit.output === 'text' ? [] : kit.recordings).flatMap((recording) => [
  undisturbed(kit, recording, 'unreadable lines between the lines change nothing', between(unreadable)),
  undisturbed(kit, recording, 'unknown events between the lines change nothing', between(unknown)),
  undisturbed(kit, recording, 'a line of 20 MiB changes nothing', ({ lines }) => {
    const middle = Math.floor(lines.length / 2)
    const texts = ['x'.repeat(huge), `{"type":"clinvk_kit_unknown","text":"${'x'.repeat(huge)}"}`]
    return [...lines.slice(0, middle), ...texts.map((text) => ({ text, stream: 'stdout' as const })), ...lines.slice(middle)]
  }),
  undisturbed(kit, recording, 'stderr may come after stdout', ({ lines }) => [
    ...lines.filter(({ stream }) => stream === 'stdout'),
    ...lines.filter(({ stream }) => stream === 'stderr'),
  ]),
])

type Disturb = (recording: Recording) => RecordedLine[]

/** The texts, one after the other, before each line, and all of them before the first and after the last one. */
function between(texts: readonly string[]): Disturb {
  return ({ lines }) => {
    const all = texts.map((text) => ({ text, stream: 'stdout' as const }))
    const mixed = lines.flatMap((line, index) => [{ text: texts[index % texts.length] ?? '', stream: line.stream }, line])
    return [...all, ...mixed, ...all]
  }
}

function undisturbed({ backend }: Kit, recording: Recording, title: string, disturb: Disturb): Case {
  return {
    title: `${recording.name}: ${title}`,
    run() {
      const clean = replay(backend, recording)
      const disturbed = replay(backend, { ...recording, lines: disturb(recording) })
      assert.equal(answerText(disturbed), answerText(clean), 'the text')
      assert.deepEqual(tools(disturbed), tools(clean), 'the tools')
      assert.deepEqual(outcome(disturbed), outcome(clean), 'the outcome')
      const late = afterTheEnd(disturbed).filter((type) => !afterTheEnd(clean).includes(type))
      assert.deepEqual(late, [], 'events after the terminal event')
    },
  }
}

function tools(events: readonly RunEvent[]): string[] {
  return contents(events, 'tool_use').map(({ tool_name }) => tool_name)
}

/** The terminal events; of an error its code only, because its message may quote what the CLI printed. */
function outcome(events: readonly RunEvent[]): unknown[] {
  return events.filter(isTerminal).map(({ type, content }) => [type, 'code' in content ? content.code : content])
}

function afterTheEnd(events: readonly RunEvent[]): string[] {
  const end = events.findIndex(isTerminal)
  return end === -1 ? [] : events.slice(end + 1).map(({ type }) => type)
}
