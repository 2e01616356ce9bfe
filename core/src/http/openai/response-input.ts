import type { ChatMessage } from '../../service/chat/chat-message.ts'
import { imageFromUrl, type Picture, type WrittenMessage } from '../compatible/image-source.ts'
import { calledTool, contentOf, type Json, textOf, unsupportedPart, wrong } from './content-parts.ts'

/** An item that was answered with before: it is looked up, not sent again. */
export interface ItemReference {
  readonly reference: string
  readonly location: string
}

const roles: Readonly<Record<string, ChatMessage['role']>> = { system: 'system', developer: 'system', user: 'user', assistant: 'assistant' }

/**
 * The input of a response: a text, or items. Reasoning of earlier turns is passed over. Errors: `invalid_request`, `unsupported`,
 * with the place in `details.location`.
 */
export function responseInput(input: string | readonly Json[]): readonly (WrittenMessage | ItemReference)[] {
  if (typeof input === 'string') return [{ role: 'user', text: input }]
  return input.flatMap((item, index) => inputItem(item, `body.input.${index}`))
}

function inputItem(item: Json, at: string): readonly (WrittenMessage | ItemReference)[] {
  // The type may be left out: of messages, and of references, which have nothing but an id.
  switch (item['type'] ?? (item['role'] === undefined && item['content'] === undefined ? 'item_reference' : 'message')) {
    case 'message':
      return [message(item, at)]
    case 'item_reference':
      return [{ reference: textOf(item['id'], `${at}.id`), location: `${at}.id` }]
    case 'reasoning':
      return []
    case 'function_call':
      return [{ role: 'assistant', text: calledTool(item['name'], item['arguments']) }]
    case 'custom_tool_call':
      return [{ role: 'assistant', text: calledTool(item['name'], item['input']) }]
    case 'function_call_output':
    case 'custom_tool_call_output':
      return [{ role: 'tool', ...named(item['call_id']), ...said(item['output'], `${at}.output`) }]
    default:
      throw unsupportedPart('an item has a type that is not supported', 'Use message, function_call, function_call_output, reasoning or item_reference.', `${at}.type`)
  }
}

function message(item: Json, at: string): WrittenMessage {
  const role = Object.hasOwn(roles, String(item['role'])) ? roles[String(item['role'])] : undefined
  if (role === undefined) throw wrong('a message has a role that is not known', `Use one of: ${Object.keys(roles).join(', ')}.`, `${at}.role`)
  return { role, ...said(item['content'], `${at}.content`) }
}

function said(value: unknown, at: string): Pick<WrittenMessage, 'text' | 'images'> {
  const { text, images } = contentOf(value, at, contentPart)
  return { text, ...(images.length === 0 ? {} : { images }) }
}

function named(id: unknown): { readonly name?: string } {
  return typeof id === 'string' && id !== '' ? { name: id } : {}
}

function contentPart(part: Json, at: string): string | Picture {
  switch (part['type']) {
    case 'input_text':
    case 'output_text':
    case 'text':
      return textOf(part['text'], `${at}.text`)
    case 'refusal':
      return textOf(part['refusal'], `${at}.refusal`)
    case 'input_image':
      if (typeof part['image_url'] === 'string') return imageFromUrl(part['image_url'], `${at}.image_url`)
      throw unsupportedPart('there are no files of the client here', 'Send the picture itself, as a data: URL in image_url.', `${at}.file_id`)
    case 'input_file':
    case 'input_audio':
      throw unsupportedPart(`content parts of type "${part['type']}" are not supported`, 'Send text or pictures.', `${at}.type`)
    default:
      throw wrong('a content part has a type that is not known', 'Use input_text or input_image.', `${at}.type`)
  }
}
