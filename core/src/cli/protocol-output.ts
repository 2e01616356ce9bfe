import { once } from 'node:events'

/** Standard output, kept for one writer. */
export interface ProtocolOutput {
  /** Resolves when more may be written; after the reader has gone it does nothing. */
  readonly write: (text: string) => Promise<void>
  /** Resolves when the reader has gone. */
  readonly gone: Promise<void>
}

/** Takes standard output for a protocol. Whatever else writes there from now on, such as a plugin, writes to standard error. */
export function protocolOutput(): ProtocolOutput {
  const { stdout, stderr } = process
  const write = stdout.write.bind(stdout)
  stdout.write = stderr.write.bind(stderr)
  const left = new AbortController()
  const gone = new Promise<void>((resolve) => {
    for (const event of ['error', 'close'] as const) {
      stdout.once(event, () => {
        left.abort()
        resolve()
      })
    }
  })
  let full: Promise<void> | undefined
  /** One wait for all who wrote meanwhile. It ends with the reader. */
  const room = () => (full ??= once(stdout, 'drain', { signal: left.signal }).then(() => undefined, () => undefined).finally(() => (full = undefined)))
  return {
    gone,
    write: async (text) => {
      if (!left.signal.aborted && !write(text)) await room()
    },
  }
}
