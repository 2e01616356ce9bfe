import { type Backend, defineBackend, type RunEvent } from '../../src/index.ts'
import { tinyBackend } from './tiny-backend.ts'

/** A backend without a fault, for an imaginary CLI that prints its answer and nothing else. */
export const textBackend: Backend = defineBackend({
  name: 'text',
  capabilities: { deltas: true },
  command: (request, found) => ({ ...tinyBackend.command(request), file: found?.file ?? 'text' }),
  decoder() {
    let answered = false
    return {
      *line(text, stream): Iterable<RunEvent> {
        if (stream === 'stderr') return
        answered = true
        yield { type: 'message', content: { text: `${text}\n`, is_partial: true } }
      },
      *end({ code, signal, stopped_by }): Iterable<RunEvent> {
        if (stopped_by !== undefined) return
        if (answered && code === 0) yield { type: 'done', content: {} }
        else yield { type: 'error', content: { code: 'backend_error', message: `no answer (${signal ?? code})`, hint: 'Try again.' } }
      },
    }
  },
})
