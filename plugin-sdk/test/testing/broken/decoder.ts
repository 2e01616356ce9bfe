import type { OutputStream, ProcessEnd, RunEvent, RunRequest } from '../../../src/index.ts'
import { TinyDecoder } from '../tiny-backend.ts'
import { type Broken, brokenDecoder, each } from './broken.ts'

const success: RunEvent = { type: 'done', content: {} }
const disturbed = ['answer', 'limited', 'resumed', 'stopped'].map(
  (name, index, names) => `${name}: is not disturbed by a run of "${names[(index + 1) % names.length]}" at the same time`,
)
let over = false
let runs = 0

/** Faults in how output is read, found by replaying the recordings. */
export const brokenDecoders: readonly Broken[] = [
  brokenDecoder('text is lost', class extends TinyDecoder {
    override delta(id: string, text: string): RunEvent {
      return super.delta(id, text.replace('blue', ''))
    }
  }, ...each('the messages fold to the expected text', 'answer', 'resumed')),
  brokenDecoder('running totals for usage', class extends TinyDecoder {
    constructor(request: RunRequest) {
      super({ ...request, resume: { backend_session_id: 's-1', fork: false } })
    }
  }, 'resumed: counts the expected tokens'),
  brokenDecoder('two terminal events', class extends TinyDecoder {
    override *result(said: object): Iterable<RunEvent> {
      yield* super.result({ ...said })
      yield* super.result({ ...said })
    }
  }, ...each('one init at the beginning, one terminal event at the end', 'answer', 'resumed')),
  brokenDecoder('no terminal event', class extends TinyDecoder {
    override *result(): Iterable<RunEvent> {}
  }, ...each('one init at the beginning, one terminal event at the end', 'answer', 'resumed'),
    'answer: names the model that answered', 'answer: yields the expected events',
    ...each('counts the expected tokens', 'answer', 'resumed'),
    ...each('cut short, it never succeeds with half an answer', 'answer', 'resumed'),
    'resume: a recorded success tells the session id in its init event'),
  brokenDecoder('text before init', class extends TinyDecoder {
    override *line(text: string, stream: OutputStream): Iterable<RunEvent> {
      if (text.includes('"start"')) yield super.delta('m0', '')
      yield* super.line(text, stream)
    }
  }, ...each('one init at the beginning, one terminal event at the end'), 'answer: yields the expected events'),
  brokenDecoder('the wrong code', class extends TinyDecoder {
    override error(_: string, message: string, status?: number): RunEvent {
      return super.error('backend_error', message, status)
    }
  }, 'limited: fails as backend_rate_limited'),
  brokenDecoder('an unknown key', class extends TinyDecoder {
    override delta(id: string, text: string): RunEvent {
      const content = { id, text, is_partial: true, partial: true }
      return { type: 'message', content }
    }
  }, ...each('every event has the shape of the contract', 'answer', 'resumed', 'stopped')),
  brokenDecoder('more cached tokens than tokens', class extends TinyDecoder {
    override *result(): Iterable<RunEvent> {
      yield { type: 'token_usage', content: { input_tokens: 1, output_tokens: 1, cached_tokens: 2 } }
      yield* super.result({ model: 'tiny-1', total: { in: 30, out: 9 } })
    }
  }, ...each('its tokens can be those of one run', 'answer', 'resumed'),
    'answer: counts the expected tokens', 'answer: yields the expected events'),
  brokenDecoder('throws at what is no JSON', class extends TinyDecoder {
    override *line(text: string, stream: OutputStream): Iterable<RunEvent> {
      if (stream === 'stdout' && !text.startsWith('tiny')) JSON.parse(text)
      yield* super.line(text, stream)
    }
  }, ...each('unreadable lines between the lines change nothing'), ...each('a line of 20 MiB changes nothing'),
    ...each('lines cut in two or without their content do not throw')),
  brokenDecoder('throws at a missing member', class extends TinyDecoder {
    override delta(id: string, text: string): RunEvent {
      if (text === 'undefined') throw new TypeError('text is undefined')
      return super.delta(id, text)
    }
  }, ...each('lines cut in two or without their content do not throw', 'answer', 'resumed', 'stopped')),
  brokenDecoder('takes unknown events for text', class extends TinyDecoder {
    override *line(text: string, stream: OutputStream): Iterable<RunEvent> {
      if (text.startsWith('{"type":"clinvk_kit')) yield super.delta('x', 'x')
      yield* super.line(text, stream)
    }
  }, ...each('unknown events between the lines change nothing'), ...each('a line of 20 MiB changes nothing')),
  brokenDecoder('reads stderr as part of the answer', class extends TinyDecoder {
    override *line(text: string, stream: OutputStream): Iterable<RunEvent> {
      if (stream === 'stderr' && !this.ended) yield this.error('backend_error', 'tiny complained')
      this.ended ||= stream === 'stderr'
      yield* super.line(text, stream)
    }
  }, 'limited: fails as backend_rate_limited', 'limited: stderr may come after stdout'),
  brokenDecoder('state that all runs share', class extends TinyDecoder {
    constructor(request: RunRequest) {
      super(request)
      over = false
    }

    override *line(text: string, stream: OutputStream): Iterable<RunEvent> {
      if (over) return
      yield* super.line(text, stream)
      over = this.ended
    }
  }, ...disturbed.slice(0, 2)),
  brokenDecoder('state that outlives a run', class extends TinyDecoder {
    override *line(text: string, stream: OutputStream): Iterable<RunEvent> {
      if (text.includes('"start"')) runs += 1
      for (const event of super.line(text, stream)) {
        yield event.type === 'init' ? { type: 'init', content: { backend_session_id: `s-${runs}` } } : event
      }
    }
  }, ...each('a second run gives the same events'), ...disturbed),
  brokenDecoder('silence is success', class extends TinyDecoder {
    override *end(end: ProcessEnd): Iterable<RunEvent> {
      if (end.code === 0 && !this.ended && end.stopped_by === undefined) yield success
      else yield* super.end(end)
    }
  }, 'end: exit 0 without a word is a coded error with a hint and without the prompt',
    ...each('cut short, it never succeeds with half an answer', 'answer', 'resumed', 'stopped')),
  brokenDecoder('a stopped run is success', class extends TinyDecoder {
    override *end(end: ProcessEnd): Iterable<RunEvent> {
      if (end.stopped_by === 'idle') yield success
      else yield* super.end(end)
    }
  }, 'end: a run that the host stopped (idle) is no success'),
  brokenDecoder('the prompt in a message', class extends TinyDecoder {
    override *end(end: ProcessEnd): Iterable<RunEvent> {
      if (end.stderr_tail !== '' && !this.ended) yield super.error('backend_error', end.stderr_tail)
      else yield* super.end(end)
    }
  }, 'end: exit 1 with the prompt on stderr is a coded error with a hint and without the prompt'),
]
