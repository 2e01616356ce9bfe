import type { ImageInput } from '../prompt-request.ts'

/** A message of a conversation as a client sends it, whatever its vendor's wire format. `Picture`: pictures may be named only. */
export interface ChatMessage<Picture = ImageInput> {
  readonly role: 'system' | 'user' | 'assistant' | 'tool'
  readonly text: string
  readonly images?: readonly Picture[]
  /** Who speaks, or which tool: as the client calls it. */
  readonly name?: string
  /** What a tool says is why it failed. */
  readonly failed?: true
}
