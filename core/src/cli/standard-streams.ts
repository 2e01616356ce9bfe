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
 * The process's outputs. Writing waits while the reader is slow. A reader that goes away (`| head -1`), or an
 * output that takes no more (a full disk), calls `onGone` once; what is written after that is dropped.
 */
export function standardStreams(env: Readonly<Record<string, string | undefined>>, color: boolean, onGone: () => void): Terminal {
  let gone = false
  // Whether the line that the answer ends in is still open, or was closed by a message that came in between.
  let line: 'closed' | 'open' | 'broken' = 'closed'
  // Taken before any plugin loads: meanwhile stdout.write is not what it was (see guarded-import.ts), also when a run is given up.
  const write = process.stdout.write.bind(process.stdout)
  process.stdout.on('error', () => {
    if (gone) return
    gone = true
    onGone()
  })
  // A closed stderr takes messages away, not the answer.
  process.stderr.on('error', () => undefined)
  const outIsTerminal = process.stdout.isTTY === true
  const errIsTerminal = process.stderr.isTTY === true
  return {
    outIsTerminal,
    errIsTerminal,
    color: color && process.stderr.isTTY === true && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb',
    isGone: () => gone,
    err: (text) => {
      // Where both go to one terminal, a message does not stick to the end of the answer.
      const apart = line === 'open' && outIsTerminal && errIsTerminal
      if (apart) line = 'broken'
      process.stderr.write(apart ? `\n${text}` : text)
    },
    out: async (text) => {
      if (gone || text === '') return
      const ended = line === 'broken' && text === '\n' // the end of a line that has one already
      line = text.endsWith('\n') ? 'closed' : 'open'
      if (ended) return
      if (!write(text) && !gone) await room(process.stdout)
    },
  }
}
