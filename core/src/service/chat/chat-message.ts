import type { ImageInput } from '../prompt-request.ts'

/** A message of a conversation as a client sends it, whatever its vendor's wire format. */
export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant' | 'tool'
  readonly text: string
  readonly images?: readonly ImageInput[]
  /** Who speaks, or which tool: as the client calls it. */
  readonly name?: string
}
