import { ClinvkError } from '@clinvk/plugin-sdk'
import type { ImageInput, PromptRequest } from '../prompt-request.ts'
import type { ChatMessage } from './chat-message.ts'

/** What a conversation is for a backend that takes one prompt. */
export interface ChatPrompt<Picture = ImageInput> extends Pick<PromptRequest, 'prompt' | 'system_prompt'> {
  readonly images?: readonly Picture[]
}

const introduction = 'Below is a conversation, one JSON object a line, oldest first. Answer its last message in the role "assistant". Write the answer only: no JSON, no role.'
const continuation = 'Below is a conversation, one JSON object a line, oldest first. Its last message is the beginning of the answer of "assistant": go on from exactly where it ends, without repeating it. Write the rest of the answer only: no JSON, no role.'

/**
 * A conversation as one prompt. A single message of the user stays as it is. Several become a transcript of JSON lines: in them no
 * text can pass for another message, and the beginning stays the same from turn to turn, which the caches of models reward.
 * System messages become the system prompt, in their order. `location`: where the request has them. Errors: `invalid_request` when nobody has said anything.
 */
export function chatPrompt<Picture = ImageInput>(messages: readonly ChatMessage<Picture>[], location = 'body.messages'): ChatPrompt<Picture> {
  const system = messages.filter(({ role }) => role === 'system').map(({ text }) => text).filter((text) => text.trim() !== '')
  const spoken = messages.filter(({ role }) => role !== 'system')
  if (!spoken.some(({ role, text, images = [] }) => role !== 'assistant' && (text.trim() !== '' || images.length > 0))) {
    throw new ClinvkError('invalid_request', 'no user messages found', { hint: 'Send at least one message of role "user" that is not empty.', details: { location } })
  }
  const images = spoken.flatMap((message) => message.images ?? [])
  return {
    prompt: spoken.length === 1 ? onlyText(spoken[0] as ChatMessage<Picture>) : transcript(spoken),
    ...(system.length === 0 ? {} : { system_prompt: system.join('\n\n') }),
    ...(images.length === 0 ? {} : { images }),
  }
}

/** What is new to a session that has heard the rest: everything after the last answer. System messages always count. */
export function newMessages<Picture = ImageInput>(messages: readonly ChatMessage<Picture>[]): readonly ChatMessage<Picture>[] {
  const last = messages.findLastIndex(({ role }) => role === 'assistant')
  return messages.filter(({ role }, index) => role === 'system' || index > last)
}

/** Backends want words beside a picture. */
function onlyText({ text }: Pick<ChatMessage, 'text'>): string {
  return text.trim() === '' ? 'See the picture.' : text
}

function transcript(messages: readonly ChatMessage<unknown>[]): string {
  let pictures = 0
  const lines = messages.map(({ role, name, failed, text, images = [] }) => {
    const numbers = images.map(() => (pictures += 1))
    return JSON.stringify({ role, ...(name === undefined ? {} : { name }), ...(failed === undefined ? {} : { failed }), content: text, ...(numbers.length === 0 ? {} : { pictures: numbers }) })
  })
  return `${messages.at(-1)?.role === 'assistant' ? continuation : introduction}\n\n${lines.join('\n')}`
}
