import assert from 'node:assert/strict'
import { foldText } from '../fold-text.ts'
import type { Case, Group, Kit } from '../kit.ts'
import type { RecordedLine, Recording } from '../recording.ts'
import { contents, isTerminal, replay } from '../replay.ts'

const unreadable = ['', '  ', 'no JSON at all', '{"type":', '}{', '\u0000', '\u001b[31mred\u001b[0m', '\ufffd\ufffd{\ufffd}', '{"a":"\ufffd"', '[1,2', 'Infinity']
const unknown = ['null', 'true', '42', '"text"', '[]', '{}', '[{"type":"x"}]', '{"type":null}', '{"type":{}}', '{"type":"clinvk_kit_unknown","text":"x","id":"x"}', '{"event":"clinvk_kit_unknown"}']
const huge = 20 * 2 ** 20

/** Whatever else a CLI prints, the answer and the outcome stay what they are. For a CLI whose every line is answer there is no such thing. */
export const disturbedOutput: Group = (kit) => kit.output === 'text' ? [] : kit.recordings.flatMap((recording) => [
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

/** The texts, one after the other, before each line, and all of them before the first and after the last one. */
function between(texts: readonly string[]): (recording: Recording) => RecordedLine[] {
  return ({ lines }) => {
    const all = texts.map((text) => ({ text, stream: 'stdout' as const }))
    return [...all, ...lines.flatMap((line, index) => [{ text: texts[index % texts.length]!, stream: line.stream }, line]), ...all]
  }
}

function undisturbed({ backend }: Kit, recording: Recording, title: string, disturb: (recording: Recording) => RecordedLine[]): Case {
  return {
    title: `${recording.name}: ${title}`,
    run() {
      const clean = replay(backend, recording)
      const disturbed = replay(backend, { ...recording, lines: disturb(recording) })
      assert.equal(foldText(disturbed), foldText(clean), 'the text')
      const tools = (events: typeof clean) => contents(events, 'tool_use').map(({ tool_name }) => tool_name)
      assert.deepEqual(tools(disturbed), tools(clean), 'the tools')
      const outcome = (events: typeof clean) => events.filter(isTerminal).map(({ type, content }) => [type, 'code' in content ? content.code : content])
      assert.deepEqual(outcome(disturbed), outcome(clean), 'the outcome')
      const end = disturbed.findIndex(isTerminal)
      const late = disturbed.slice(end + 1).map(({ type }) => type)
      assert.ok(end === -1 || late.length <= clean.length - 1 - clean.findIndex(isTerminal), `${late.join(', ')} came after the terminal event`)
    },
  }
}
