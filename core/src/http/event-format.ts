import type { WireEvent } from '@clinvk/plugin-sdk'

/** How the events of a stream are written. */
export interface EventFormat {
  readonly mediaType: string
  readonly event: (event: WireEvent) => string
  /** What is sent in silence, so that nobody in between thinks the connection dead. */
  readonly heartbeat: () => string
}
