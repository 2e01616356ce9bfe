import type { Backend } from '../backend.ts'
import type { Decoder, ProcessEnd } from '../decoder.ts'
import type { EventContent, RunEvent } from '../event.ts'
import type { RunRequest } from '../request.ts'
import { atTime } from './fixed-date.ts'
import type { RecordedLine } from './recording.ts'

/** Output of a CLI that a decoder is to read. A {@link Recording} is one. */
export interface Output {
  readonly request: RunRequest
  readonly lines: readonly RecordedLine[]
  readonly end: ProcessEnd
  /** The time at which it is read, RFC 3339. Absent: it is what it is. */
  readonly now?: string
}

/** The events of a whole run, read by a decoder of its own. */
export function replay(backend: Backend, output: Output): RunEvent[] {
  return [...replaySteps(backend.decoder(output.request), output)].flat()
}

/** The same, line by line: what each line, and at last the end, brought. */
export function* replaySteps(decoder: Decoder, { lines, end, now }: Output): Generator<RunEvent[]> {
  for (const [index, { text, stream }] of lines.entries()) {
    yield read(`line ${index + 1} (${stream}, ${shown(text)})`, now, () => decoder.line(text, stream))
  }
  yield read(`the end ${JSON.stringify({ ...end, stderr_tail: undefined })}`, now, () => decoder.end(end))
}

function read(what: string, now: string | undefined, run: () => Iterable<RunEvent>): RunEvent[] {
  try {
    return atTime(now, () => [...run()])
  } catch (error) {
    throw new Error(`the decoder threw at ${what}: ${String(error)}`, { cause: error })
  }
}

function shown(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}...` : text)
}

/** The events that end a run. One of them in a good run, the first counts. */
export type TerminalEvent = Extract<RunEvent, { readonly type: 'done' | 'error' }>

export function isTerminal(event: RunEvent): event is TerminalEvent {
  return event.type === 'done' || event.type === 'error'
}

/** What the events of one type carry. */
export function contents<Type extends RunEvent['type']>(events: readonly RunEvent[], type: Type): EventContent[Type][] {
  return events.flatMap((event) => (event.type === type ? [event.content as EventContent[Type]] : []))
}
