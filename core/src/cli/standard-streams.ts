import { once } from 'node:events'
import type { Terminal } from './render/renderer.ts'

/** Resolves when the stream takes more, or never will again. */
async function room(stream: NodeJS.WritableStream): Promise<void> {
  const settled = new AbortController()
  const { signal } = settled
  // `once` for drain rejects on an error of the stream, whose own listener deals with it.
  await Promise.race([once(stream, 'drain', { signal }), once(stream, 'close', { signal })]).catch(() => undefined)
  settled.abort() // the listener that was not called would stay
}

/**
 * The process's outputs. Writing waits while the reader is slow. A reader that goes away (`| head -1`) calls `onGone` once;
 * what is written after that is dropped, for nobody can read it.
 */
export function standardStreams(env: Readonly<Record<string, string | undefined>>, color: boolean, onGone: () => void): Terminal {
  let gone = false
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    gone = true
    onGone()
  })
  process.stderr.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error // a closed stderr takes messages away, not the answer
  })
  return {
    outIsTerminal: process.stdout.isTTY === true,
    errIsTerminal: process.stderr.isTTY === true,
    color: color && process.stderr.isTTY === true && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb',
    err: (text) => void process.stderr.write(text),
    out: async (text) => {
      if (gone || text === '') return
      if (!process.stdout.write(text) && !gone) await room(process.stdout)
    },
  }
}
