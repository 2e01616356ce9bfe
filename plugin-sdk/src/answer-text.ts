import type { EventContent, RunEvent } from './event.ts'

/**
 * The answer of a run, gathered from its `message` events. Partial texts with one `id` are appended to each other, a whole
 * text replaces them. Events without an `id` belong to the message that is open: a whole text replaces its partial texts and
 * closes it. Messages stand in the order in which they began, a blank line between them, empty ones left out.
 */
export class AnswerText {
  readonly #messages: { text: string }[] = []
  readonly #byId = new Map<string, { text: string }>()
  #open: { text: string } | undefined

  add({ id, text, is_partial }: EventContent['message']): void {
    const whole = is_partial !== true
    if (id === undefined) {
      this.#open ??= this.#begin()
      this.#open.text = whole ? text : this.#open.text + text
      if (whole) this.#open = undefined
      return
    }
    const message = this.#byId.get(id) ?? this.#begin()
    this.#byId.set(id, message)
    message.text = whole ? text : message.text + text
  }

  /** The answer so far. */
  get text(): string {
    return this.#messages.flatMap(({ text }) => (text === '' ? [] : [text])).join('\n\n')
  }

  #begin(): { text: string } {
    const message = { text: '' }
    this.#messages.push(message)
    return message
  }
}

/** The answer in a run's events; see {@link AnswerText}. */
export function answerText(events: Iterable<RunEvent>): string {
  const answer = new AnswerText()
  for (const event of events) if (event.type === 'message') answer.add(event.content)
  return answer.text
}
