import assert from 'node:assert/strict'
import type { Backend } from '../../backend.ts'
import { answerText } from '../../answer-text.ts'
import type { Case, Group } from '../kit.ts'
import type { Recording } from '../recording.ts'
import { isTerminal, replay } from '../replay.ts'

/** How many places of a long recording are tried. */
const places = 40

/** Output that ends too early, or whose lines are not what they were, is no success and no crash. */
export const brokenOutput: Group = ({ backend, recordings, output }) =>
  output === 'text' ? [] : recordings.flatMap((recording) => [cutShort(backend, recording), damaged(backend, recording)])

function cutShort(backend: Backend, recording: Recording): Case {
  return {
    title: `${recording.name}: cut short, it never succeeds with half an answer`,
    run() {
      const whole = answerText(replay(backend, recording))
      for (const length of spread(recording.lines.length)) {
        const lines = recording.lines.slice(0, length)
        for (const end of [{ code: 0, signal: null, stderr_tail: '' }, { code: null, signal: 'SIGKILL', stderr_tail: '' }]) {
          const events = replay(backend, { ...recording, lines, end })
          const terminals = events.filter(isTerminal)
          const how = `after ${length} lines and ${end.signal ?? 'exit 0'}`
          assert.ok(terminals.length > 0, `no terminal event ${how}`)
          assert.ok(terminals[0]?.type === 'error' || answerText(events) === whole, `succeeded with half the text ${how}`)
        }
      }
    },
  }
}

function damaged(backend: Backend, recording: Recording): Case {
  return {
    title: `${recording.name}: lines cut in two or without their content do not throw`,
    run() {
      for (const damage of damages) {
        for (const hit of [() => true, isEven, (index: number) => !isEven(index)]) {
          const lines = recording.lines.map(({ text, stream }, index) => ({ text: hit(index) ? damage(text) : text, stream }))
          replay(backend, { ...recording, lines })
        }
      }
    },
  }
}

/** Whole numbers from 0 to `last`, all or evenly spread. */
function spread(last: number): number[] {
  if (last < 0) return []
  const count = Math.min(last, places)
  return [...new Set(Array.from({ length: count + 1 }, (_, index) => Math.round((index * last) / Math.max(count, 1))))]
}

const isEven = (index: number): boolean => index % 2 === 0

/** Ways in which a line can be wrong: its end is missing; members of its objects, at some depth, are gone or of another type. */
const damages: readonly ((text: string) => string)[] = [
  (text) => text.slice(0, Math.floor(text.length / 2)),
  (text) => text.slice(0, -1),
  ...[1, 2, 3, 4].flatMap((depth) =>
    [undefined, null, 7, 'x', [], {}, [null]].map((member) => (text: string) => replaceMembers(text, depth, member)),
  ),
]

function replaceMembers(text: string, depth: number, member: unknown): string {
  try {
    return JSON.stringify(replaceAt(JSON.parse(text), depth, member)) ?? 'null'
  } catch {
    return text // a line that is no JSON has no members
  }
}

/** Members that say what kind of thing an object is stay, so that the decoder believes the line. */
function replaceAt(value: unknown, depth: number, member: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  const change = (inner: unknown): unknown => (depth > 1 ? replaceAt(inner, depth - 1, member) : member)
  if (Array.isArray(value)) return value.map(change)
  const kept = ['type', 'event']
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, kept.includes(key) ? inner : change(inner)]))
}
