import { isRecord } from '../../schema/is-record.ts'
import type { ChatMessage } from '../../service/chat/chat-message.ts'
import { imageFromUrl, type Picture, type WrittenMessage } from '../compatible/image-source.ts'
import { calledTool, contentOf, type Json, textOf, unsupportedPart, wrong } from './content-parts.ts'

const roles: Readonly<Record<string, ChatMessage['role']>> = { system: 'system', developer: 'system', user: 'user', assistant: 'assistant', tool: 'tool', function: 'tool' }

/** The messages of a chat request. Errors: `invalid_request`, `unsupported`, with the place in `details.location`. */
export function chatMessages(messages: readonly Json[]): readonly WrittenMessage[] {
  return messages.map((message, index) => chatMessage(message, `body.messages.${index}`))
}

function chatMessage(message: Json, at: string): WrittenMessage {
  const role = Object.hasOwn(roles, String(message['role'])) ? roles[String(message['role'])] : undefined
  if (role === undefined) throw wrong('a message has a role that is not known', `Use one of: ${Object.keys(roles).join(', ')}.`, `${at}.role`)
  const { text, images } = contentOf(message['content'], `${at}.content`, contentPart)
  if (isRecord(message['audio'])) throw unsupportedPart('spoken answers of earlier turns are not kept', 'Send what was said as text.', `${at}.audio`)
  const { refusal, tool_calls: tools, function_call: older } = message
  const calls = [...(Array.isArray(tools) ? tools : []).filter(isRecord).map(toolCall), ...(isRecord(older) ? [calledTool(older['name'], older['arguments'])] : [])]
  const name = message['name'] ?? message['tool_call_id']
  return {
    role,
    text: [text, typeof refusal === 'string' ? refusal : '', ...calls].filter((part) => part !== '').join('\n'),
    ...(typeof name === 'string' && name !== '' ? { name } : {}),
    ...(images.length === 0 ? {} : { images }),
  }
}

function contentPart(part: Json, at: string): string | Picture {
  switch (part['type']) {
    case 'text':
      return textOf(part['text'], `${at}.text`)
    case 'refusal':
      return textOf(part['refusal'], `${at}.refusal`)
    case 'image_url':
      return imageFromUrl(textOf((part['image_url'] as Json | undefined)?.['url'], `${at}.image_url.url`), `${at}.image_url.url`)
    case 'input_audio':
    case 'file':
      throw unsupportedPart(`content parts of type "${part['type']}" are not supported`, 'Send text or pictures.', `${at}.type`)
    default:
      throw wrong('a content part has a type that is not known', 'Use text or image_url.', `${at}.type`)
  }
}

function toolCall(call: Json): string {
  if (isRecord(call['custom'])) return calledTool(call['custom']['name'], call['custom']['input'])
  const { name, arguments: args } = isRecord(call['function']) ? call['function'] : {}
  return calledTool(name, args)
}
