import type { EventId, EventStore, StreamId } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js'
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js'

/** How much of what was sent is kept for a client that lost its connection. */
export interface EventLimits {
  readonly events: number
  readonly bytes: number
  readonly ageMs: number
}

/** Enough for minutes of a run, and for any answer that a model can read. */
export const usualLimits: EventLimits = { events: 1000, bytes: 4 * 1024 * 1024, ageMs: 5 * 60 * 1000 }

interface Kept {
  readonly stream: StreamId
  readonly number: number
  readonly text: string
  readonly bytes: number
  readonly at: number
}

/** What is known of a stream while something of it is kept, or it goes on. */
interface StreamState {
  /** Its newest event. */
  last: number
  /** The newest one that is no longer kept. */
  dropped: number
  kept: number
  ended: boolean
}

/** Where a client stands that has got a certain event. */
export interface Place {
  readonly stream: StreamId
  /** Nothing will ever follow that event. */
  readonly last: boolean
  /** Everything that has followed it so far is kept. */
  readonly complete: boolean
}

/** What was sent to one client, the oldest forgotten first. A stream ends with the answer to its request. */
export class BoundedEventStore implements EventStore {
  readonly #limits: EventLimits
  readonly #clock: () => number
  readonly #streams = new Map<StreamId, StreamState>()
  #events: Kept[] = []
  #bytes = 0
  #number = 0

  constructor(limits: EventLimits = usualLimits, clock: () => number = () => performance.now()) {
    this.#limits = limits
    this.#clock = clock
  }

  async storeEvent(stream: StreamId, message: JSONRPCMessage): Promise<EventId> {
    this.#number += 1
    const state = this.#streams.get(stream) ?? { last: 0, dropped: 0, kept: 0, ended: false }
    this.#streams.set(stream, state)
    state.last = this.#number
    state.kept += 1
    state.ended ||= 'result' in message || 'error' in message
    const text = JSON.stringify(message)
    const bytes = Buffer.byteLength(text)
    this.#events.push({ stream, number: this.#number, text, bytes, at: this.#clock() })
    this.#bytes += bytes
    this.forgetOld()
    return `${stream}_${this.#number}`
  }

  async replayEventsAfter(after: EventId, { send }: { send: (id: EventId, message: JSONRPCMessage) => Promise<void> }): Promise<StreamId> {
    const { stream, number } = parts(after)
    for (const event of this.#events.filter((kept) => kept.stream === stream && kept.number > number)) {
      // The SDK's first event of a stream is empty: it is there for its id.
      if (event.text !== '{}') await send(`${stream}_${event.number}`, JSON.parse(event.text) as JSONRPCMessage)
    }
    return stream
  }

  /** Where a client stands that got this event last; undefined: nobody knows its stream, or any longer. */
  place(id: EventId): Place | undefined {
    const { stream, number } = parts(id)
    const state = this.#streams.get(stream)
    if (state === undefined || !(number >= 1 && number <= state.last)) return undefined
    return { stream, last: state.ended && number === state.last, complete: state.dropped <= number }
  }

  /** Nothing more is sent on a stream, because nobody waits for an answer. */
  end(stream: StreamId): void {
    const state = this.#streams.get(stream)
    if (state === undefined) return
    state.ended = true
    if (state.kept === 0) this.#streams.delete(stream)
  }

  /** Forgets what is too old or too much. */
  forgetOld(): void {
    const { events, bytes, ageMs } = this.#limits
    const since = this.#clock() - ageMs
    let count = 0
    for (const kept of this.#events) {
      if (this.#events.length - count <= events && this.#bytes <= bytes && kept.at >= since) break
      count += 1
      this.#bytes -= kept.bytes
      this.#drop(kept)
    }
    if (count > 0) this.#events = this.#events.slice(count)
  }

  #drop({ stream, number }: Kept): void {
    const state = this.#streams.get(stream)
    if (state === undefined) return
    state.dropped = number
    state.kept -= 1
    if (state.ended && state.kept === 0) this.#streams.delete(stream)
  }
}

function parts(id: EventId): { readonly stream: StreamId; readonly number: number } {
  const end = id.lastIndexOf('_')
  return { stream: id.slice(0, end), number: Number(id.slice(end + 1)) }
}
