import type { ClinvkError, WireEvent } from '@clinvk/plugin-sdk'

/** How what happens in a run is written to a stream. */
export interface EventFormat<Event = WireEvent> {
  readonly mediaType: string
  readonly event: (event: Event) => string
  /** For a failure that has no event of its own, after `sent` events. */
  readonly failure: (error: ClinvkError, sent: number) => string
  /** What is sent in silence, so that nobody in between thinks the connection dead. */
  readonly heartbeat: () => string
}
