import type { RunEvent } from '@clinvk/plugin-sdk'
import { type Json, number, object, objects, string } from './json.ts'

/** A piece of one message: what was handed out of it so far. */
interface Block {
  readonly type: string
  text: string
  open: boolean
}

const noBlocks: ReadonlyMap<number, Block> = new Map()

/**
 * The model's text and reasoning. The CLI prints a message twice: as the API's stream events, and block by block as `assistant`
 * lines, which hold the whole text of the block that is open in the stream. Event ids are `MESSAGE:INDEX`, one for each block.
 *
 * What a broken attempt streamed is void: newer versions say so (`abandoned_blocks`), older ones go on with another message.
 */
export class Answer {
  /** The model that answered last. */
  model: string | undefined
  readonly #messages = new Map<string, Map<number, Block>>()
  /** The message that the stream is in; `last` also counts those that came without a stream. */
  #current = ''
  #last = ''
  #unnamed = 0

  #nextName(): string {
    this.#unnamed += 1
    return `message-${this.#unnamed}`
  }

  /** One event of the API's stream; `abandoned` says which blocks of the attempt that ends here are void. */
  *stream(event: Json, abandoned: Json = {}): Iterable<RunEvent> {
    const index = number(event['index']) ?? 0
    const block = this.#blocks(this.#current).get(index)
    switch (event['type']) {
      case 'message_start':
        yield* this.#start(object(event['message']))
        break
      case 'content_block_start': {
        const { type, text, thinking } = object(event['content_block'])
        this.#open(this.#current, index, string(type) ?? '')
        yield* this.#append(index, string(text) ?? string(thinking) ?? '')
        break
      }
      case 'content_block_delta': {
        const { type, text, thinking } = object(event['delta'])
        const known = type === 'text_delta' ? 'text' : type === 'thinking_delta' ? 'thinking' : undefined
        if (known === undefined) break
        if (block === undefined) this.#open(this.#current, index, known)
        yield* this.#append(index, string(text) ?? string(thinking) ?? '')
        break
      }
      case 'content_block_stop':
        if (block) block.open = false
        break
      case 'message_stop':
        yield* this.#abandon(abandoned)
        break
    }
  }

  /** The text and reasoning in an `assistant` line. */
  *message(message: Json): Iterable<RunEvent> {
    const id = string(message['id']) ?? this.#nextName()
    this.model = string(message['model']) ?? this.model
    if (id !== this.#current) yield* this.#voidOpenBlocks()
    this.#last = id
    for (const content of objects(message['content'])) {
      const type = string(content['type']) ?? ''
      const index = this.#indexOf(id, type)
      const text = string(content['text']) ?? string(content['thinking']) ?? ''
      const block = this.#open(id, index, type)
      block.open = id === this.#current
      if (text === '' && block.text === '') continue
      block.text = text
      yield* piece(type, { id: `${id}:${index}`, text })
    }
  }

  /** The final text has the last word: it replaces the last message's text where that is something else. */
  *settle(result: string): Iterable<RunEvent> {
    const texts = [...this.#blocks(this.#last)].filter(([, { type, text }]) => type === 'text' && text !== '')
    const said = texts.map(([, { text }]) => text)
    if (result === '' || said.at(-1) === result || ['', '\n', '\n\n'].some((glue) => said.join(glue) === result)) return
    for (const [index] of texts.slice(0, -1)) yield* piece('text', { id: `${this.#last}:${index}`, text: '' })
    const index = texts.at(-1)?.[0]
    yield* piece('text', { id: index === undefined ? 'result' : `${this.#last}:${index}`, text: result })
  }

  *#start(message: Json): Iterable<RunEvent> {
    yield* this.#voidOpenBlocks()
    this.#current = string(message['id']) ?? this.#nextName()
    this.#last = this.#current
    this.model = string(message['model']) ?? this.model
  }

  #blocks(id: string): ReadonlyMap<number, Block> {
    return this.#messages.get(id) ?? noBlocks
  }

  #open(id: string, index: number, type: string): Block {
    const blocks = this.#messages.get(id) ?? new Map<number, Block>()
    this.#messages.set(id, blocks)
    const block = blocks.get(index) ?? { type, text: '', open: true }
    blocks.set(index, block)
    return block
  }

  /** Which block an `assistant` line holds: the one that is open in the stream, else one more. */
  #indexOf(id: string, type: string): number {
    const blocks = this.#blocks(id)
    const open = [...blocks].findLast(([, block]) => block.open && block.type === type)
    return open?.[0] ?? Math.max(-1, ...blocks.keys()) + 1
  }

  *#append(index: number, text: string): Iterable<RunEvent> {
    const block = this.#blocks(this.#current).get(index)
    if (block === undefined || text === '') return
    block.text += text
    yield* piece(block.type, { id: `${this.#current}:${index}`, text, is_partial: true })
  }

  *#abandon(abandoned: Json): Iterable<RunEvent> {
    const id = string(abandoned['api_message_id'])
    const from = number(abandoned['from_block_index']) ?? 0
    if (id === undefined) return
    yield* this.#void(id, ([index]) => index >= from)
  }

  *#voidOpenBlocks(): Iterable<RunEvent> {
    yield* this.#void(this.#current, ([, block]) => block.open)
  }

  *#void(id: string, which: (entry: readonly [number, Block]) => boolean): Iterable<RunEvent> {
    for (const [index, block] of [...this.#blocks(id)].filter(which)) {
      block.open = false
      if (block.text === '') continue
      block.text = ''
      yield* piece(block.type, { id: `${id}:${index}`, text: '' })
    }
  }
}

function* piece(type: string, content: { id: string; text: string; is_partial?: boolean }): Iterable<RunEvent> {
  if (type === 'text') yield { type: 'message', content: { ...content, role: 'assistant' } }
  if (type === 'thinking') yield { type: 'thinking', content }
}
