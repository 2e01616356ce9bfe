/** A tool that the model asks for, in the calling CLI's own tool names. */
export interface ToolCall {
  readonly name: string
  readonly input: unknown
}

/** What a loopback model does with one request; each server says it in its vendor's wire format. */
export interface Reply {
  /** Pieces of the answer, one streamed delta each. */
  readonly text?: readonly string[]
  /** Reasoning that comes before the answer. */
  readonly thinking?: string
  /** Asked for after the text; the CLI then sends another request with the results. */
  readonly tools?: readonly ToolCall[]
  /** Before each piece, milliseconds. */
  readonly delay_ms?: number
  /** An error answer instead: status, the vendor's error type, message, extra headers and extra members of the error body. */
  readonly error?: {
    readonly status: number
    readonly type?: string
    readonly message?: string
    readonly headers?: Readonly<Record<string, string>>
    readonly body?: Readonly<Record<string, unknown>>
  }
  /** Never goes on: `headers` before anything is sent, `stream` after the pieces in `text`. Ends when the client goes. */
  readonly hang?: 'headers' | 'stream'
  /** Closes the connection after the pieces in `text`, in the middle of the stream. */
  readonly cut?: boolean
  /** The vendor's own word for why the answer ends, instead of the normal one. */
  readonly finish?: string
  readonly usage?: { readonly input: number; readonly output: number; readonly cached?: number; readonly reasoning?: number }
}

/** What a server saw of one request to its model endpoint. */
export interface ModelRequest {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** The parsed body. */
  readonly body: unknown
  /** The model that was asked for. */
  readonly model: string
  /** Every text in the conversation's last user turn, joined with newlines. */
  readonly prompt: string
  /** System and developer texts, joined with newlines. */
  readonly system: string
  /** Results of tools that the request carries, as JSON text. */
  readonly tool_results: readonly string[]
}

/** Chooses the reply to the `index`-th model request (from 0) since the server's start or last {@link ModelServer.script}. */
export type Script = (request: ModelRequest, index: number) => Reply
