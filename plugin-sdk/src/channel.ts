import type { RunEvent } from './event.ts'
import type { ClientTool, InputPart, RunRequest } from './request.ts'

/** Everything that is fixed when a long-lived CLI process starts. Equal keys may share a channel. Experimental. */
export interface ChannelKey {
  readonly cwd?: string
  readonly model?: string
  readonly options: RunRequest['options']
}

/** One conversation inside a {@link Channel}. Experimental. */
export interface Conversation {
  turn(input: readonly InputPart[], signal: AbortSignal): AsyncIterable<RunEvent>
  /** Answers a `tool_call` or an `approval_request` by its id. */
  reply(id: string, answer: { readonly output: string; readonly is_error?: boolean } | { readonly approve: boolean }): Promise<void>
  interrupt(): Promise<void>
  /** Says whether the process can serve another conversation. */
  close(): Promise<'reusable' | 'spent'>
}

/** A warm CLI process that serves conversations. Experimental: hosts of contract 1 may never ask for one. */
export interface Channel {
  open(request: RunRequest, tools: readonly ClientTool[]): Promise<Conversation>
  healthy(): boolean
  close(): Promise<void>
}
