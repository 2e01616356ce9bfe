import { ClinvkError } from '@clinvk/plugin-sdk'
import { isRecord } from '../../schema/is-record.ts'
import type { ChatMessage } from '../../service/chat/chat-message.ts'
import type { ImageInput } from '../../service/prompt-request.ts'
import { imageFromUrl } from '../compatible/image-source.ts'

type Json = Readonly<Record<string, unknown>>

const roles: Readonly<Record<string, ChatMessage['role']>> = { system: 'system', developer: 'system', user: 'user', assistant: 'assistant', tool: 'tool', function: 'tool' }

/** The messages of a chat request. Errors: `invalid_request`, `unsupported`, with the place in `details.location`. */
export function chatMessages(messages: readonly Json[]): readonly ChatMessage[] {
  return messages.map((message, index) => chatMessage(message, `body.messages.${index}`))
}

function chatMessage(message: Json, at: string): ChatMessage {
  const role = Object.hasOwn(roles, String(message['role'])) ? roles[String(message['role'])] : undefined
  if (role === undefined) throw wrong('a message has a role that is not known', `Use one of: ${Object.keys(roles).join(', ')}.`, `${at}.role`)
  const { text, images } = content(message['content'], `${at}.content`)
  const calls = Array.isArray(message['tool_calls']) ? message['tool_calls'].filter(isRecord).map(calledTool) : []
  const name = message['name'] ?? message['tool_call_id']
  return {
    role,
    text: [text, ...calls].filter((part) => part !== '').join('\n'),
    ...(typeof name === 'string' && name !== '' ? { name } : {}),
    ...(images.length === 0 ? {} : { images }),
  }
}

function content(value: unknown, at: string): { readonly text: string; readonly images: readonly ImageInput[] } {
  if (value === undefined || value === null) return { text: '', images: [] }
  if (typeof value === 'string') return { text: value, images: [] }
  if (!Array.isArray(value)) throw wrong('the content of a message must be a text or a list of parts', 'Send a text.', at)
  const parts = value.map((part: unknown, index) => contentPart(part, `${at}.${index}`))
  return { text: parts.flatMap((part) => (typeof part === 'string' ? [part] : [])).join('\n'), images: parts.filter((part) => typeof part !== 'string') }
}

function contentPart(part: unknown, at: string): string | ImageInput {
  if (!isRecord(part)) throw wrong('a content part must be an object', 'Send {"type":"text","text":"..."}.', at)
  switch (part['type']) {
    case 'text':
      return textOf(part['text'], `${at}.text`)
    case 'refusal':
      return textOf(part['refusal'], `${at}.refusal`)
    case 'image_url':
      return imageFromUrl(textOf((part['image_url'] as Json | undefined)?.['url'], `${at}.image_url.url`), `${at}.image_url.url`)
    case 'input_audio':
    case 'file':
      throw new ClinvkError('unsupported', `content parts of type "${part['type']}" are not supported`, { hint: 'Send text or pictures.', details: { location: `${at}.type` } })
    default:
      throw wrong('a content part has a type that is not known', 'Use text or image_url.', `${at}.type`)
  }
}

function textOf(value: unknown, at: string): string {
  if (typeof value === 'string') return value
  throw wrong('a content part lacks its text', 'Send a text.', at)
}

/** What an assistant asked of a tool in an earlier turn, in words: the answer to it makes no sense without. */
function calledTool(call: Json): string {
  const { name, arguments: args } = isRecord(call['function']) ? call['function'] : {}
  return `[called the tool ${String(name)} with ${typeof args === 'string' ? args : JSON.stringify(args)}]`
}

function wrong(message: string, hint: string, location: string): ClinvkError {
  return new ClinvkError('invalid_request', message, { hint, details: { location } })
}
