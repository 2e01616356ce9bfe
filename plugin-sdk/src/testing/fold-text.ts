import type { RunEvent } from '../event.ts'

/**
 * The answer of a run: all `message` events, by the rule of `EventContent.message`. Partial texts with one `id` are appended to
 * each other, a whole text replaces them. Events without an `id` belong to the message that is open: a whole text replaces its
 * partial texts and closes it. Messages stand in the order in which they began, a line break between them, empty ones left out.
 */
export function foldText(events: Iterable<RunEvent>): string {
  const messages: { text: string }[] = []
  const byId = new Map<string, { text: string }>()
  let open: { text: string } | undefined
  const begin = (): { text: string } => {
    const message = { text: '' }
    messages.push(message)
    return message
  }
  for (const { type, content } of events) {
    if (type !== 'message') continue
    const { id, text, is_partial } = content
    if (id === undefined) {
      open ??= begin()
      open.text = is_partial === true ? open.text + text : text
      if (is_partial !== true) open = undefined
    } else {
      const message = byId.get(id) ?? begin()
      byId.set(id, message)
      message.text = is_partial === true ? message.text + text : text
    }
  }
  return messages.flatMap(({ text }) => (text === '' ? [] : [text])).join('\n')
}
