import assert from 'node:assert/strict'
import type { EventContent, EventType, RunEvent } from '../../event.ts'
import { assertCoded } from '../coded-error.ts'
import type { Group } from '../kit.ts'
import { contents, replay } from '../replay.ts'

type Kind = 'string' | 'number' | 'boolean' | 'object' | 'any'
type Shape<Content> = { readonly [Key in keyof Content]-?: Kind | `${Kind}?` }

const usage: Shape<EventContent['token_usage']> = {
  input_tokens: 'number',
  output_tokens: 'number',
  cached_tokens: 'number?',
  cache_write_tokens: 'number?',
  reasoning_tokens: 'number?',
}

/** The keys of each event; `?` marks those that may be absent. */
const shapes: { readonly [Type in EventType]: Shape<EventContent[Type]> } = {
  init: { model: 'string?', backend_session_id: 'string?', working_dir: 'string?' },
  message: { text: 'string', id: 'string?', role: 'string?', is_partial: 'boolean?' },
  thinking: { text: 'string', id: 'string?', is_partial: 'boolean?' },
  tool_use: { tool_name: 'string', tool_id: 'string?', input: 'any?' },
  tool_result: { tool_name: 'string', tool_id: 'string?', output: 'any?', is_error: 'boolean?', error_message: 'string?' },
  warning: { message: 'string', code: 'string?' },
  retry: {
    attempt: 'number', max_attempts: 'number?', reason: 'string', delay_ms: 'number?', reset_at: 'string?', status: 'number?',
  },
  progress: { stage: 'string', percent: 'number?', message: 'string?' },
  token_usage: usage,
  tool_call: { id: 'string', name: 'string', input: 'any' },
  approval_request: { id: 'string', tool_name: 'string', input: 'any?', message: 'string?' },
  error: { code: 'string', message: 'string', hint: 'string?', details: 'object?' },
  done: {
    model: 'string?', token_usage: 'object?', cost_usd: 'number?', turn_count: 'number?', stop_reason: 'string?',
    structured_output: 'any?', backend_state: 'string?',
  },
}

/** Events are plain data with the keys of the contract; what a backend declares is what its recordings show. */
export const eventShape: Group = ({ backend, recordings }) => [
  ...recordings.map((recording) => ({
    title: `${recording.name}: every event has the shape of the contract`,
    run() {
      for (const event of replay(backend, recording)) assertEvent(event)
    },
  })),
  ...recordings.map((recording) => ({
    title: `${recording.name}: its tokens can be those of one run`,
    run() {
      const events = replay(backend, recording)
      const last = contents(events, 'done').flatMap(({ token_usage }) => token_usage ?? [])
      for (const counted of [...contents(events, 'token_usage'), ...last]) {
        const { input_tokens, output_tokens, cached_tokens = 0, cache_write_tokens = 0, reasoning_tokens = 0 } = counted
        for (const count of [input_tokens, output_tokens, cached_tokens, cache_write_tokens, reasoning_tokens]) {
          assert.ok(Number.isSafeInteger(count) && count >= 0, `${count} is no number of tokens`)
        }
        assert.ok(cached_tokens + cache_write_tokens <= input_tokens, 'cached tokens are part of input_tokens')
        assert.ok(reasoning_tokens <= output_tokens, 'reasoning tokens are part of output_tokens')
      }
    },
  })),
  ...(['deltas', 'reasoning'] as const).map((name) => ({
    title: `capabilities: ${name} is declared if the recordings show it, and only then`,
    run() {
      const events = recordings.flatMap((recording) => replay(backend, recording))
      const pieces = contents(events, 'message').filter(({ is_partial }) => is_partial)
      const shown = (name === 'deltas' ? pieces : contents(events, 'thinking')).length > 0
      assert.equal(backend.capabilities[name] ?? false, shown, `capabilities.${name}; a recording has to show what is declared`)
    },
  })),
]

function assertEvent({ type, content }: RunEvent): void {
  const shape: Readonly<Record<string, string>> | undefined = shapes[type]
  assert.ok(shape, `"${type}" is no event of the contract`)
  assertContent(type, shape, content)
  if (type === 'error') assertCoded(content)
  if (type !== 'done') return
  if (content.token_usage !== undefined) assertContent('token_usage', usage, content.token_usage)
  assert.ok(Buffer.byteLength(content.backend_state ?? '') <= 4096, 'backend_state is over 4 KiB')
}

function assertContent(type: string, shape: Readonly<Record<string, string>>, content: object): void {
  const values = content as Readonly<Record<string, unknown>>
  for (const key of Object.keys(values)) assert.ok(key in shape, `${type} has no "${key}" in the contract`)
  for (const [key, kind] of Object.entries(shape)) {
    const value = values[key]
    if (value === undefined && (kind.endsWith('?') || kind === 'any')) continue
    const wanted = kind.replace('?', '')
    const fits = wanted === 'any' || (value !== null && typeof value === wanted)
    assert.ok(fits, `${type}.${key} is ${JSON.stringify(value)}, not of type ${wanted}`)
  }
  assert.doesNotThrow(() => JSON.stringify(content), `${type} cannot be written as JSON`)
}
