import { ClinvkError } from '@clinvk/plugin-sdk'
import { isRecord } from '../../schema/is-record.ts'
import type { ChatMessage } from '../../service/chat/chat-message.ts'
import { embeddedImage, type Picture, type WrittenMessage } from '../compatible/image-source.ts'

type Json = Readonly<Record<string, unknown>>

/** A piece of a message. A tool's result is a message of its own. */
type Piece = { readonly text: string } | { readonly image: Picture } | { readonly result: WrittenMessage } | undefined

/** The conversation of a request. Errors: `invalid_request`, `unsupported`, with the place in `details.location`. */
export function conversation(messages: readonly Json[], system: unknown): readonly WrittenMessage[] {
  const said = pieces(system, 'body.system').map((piece, index) => {
    if (piece !== undefined && 'text' in piece) return piece.text
    throw wrong('the system prompt is text', 'Send a text, or text blocks.', `body.system.${index}.type`)
  })
  const first: ChatMessage[] = said.length === 0 ? [] : [{ role: 'system', text: said.join('\n') }]
  return [...first, ...messages.flatMap((message, index) => chatMessages(message, `body.messages.${index}`))]
}

/** Results of tools come before what the user says about them, as the vendor wants it. */
function chatMessages({ role, content }: Json, at: string): readonly WrittenMessage[] {
  if (role !== 'user' && role !== 'assistant' && role !== 'system') throw wrong('a message has a role that is not known', 'Use user or assistant.', `${at}.role`)
  const parts = pieces(content, `${at}.content`).filter((piece) => piece !== undefined)
  const results = parts.flatMap((piece) => ('result' in piece ? [piece.result] : []))
  const text = parts.flatMap((piece) => ('text' in piece ? [piece.text] : [])).join('\n')
  const images = parts.flatMap((piece) => ('image' in piece ? [piece.image] : []))
  if (text === '' && images.length === 0 && results.length > 0) return results
  return [...results, { role, text, ...(images.length === 0 ? {} : { images }) }]
}

function pieces(content: unknown, at: string): readonly Piece[] {
  if (content === undefined || content === null) return []
  if (typeof content === 'string') return [{ text: content }]
  if (!Array.isArray(content)) throw wrong('content must be a text or a list of blocks', 'Send a text.', at)
  return content.map((block: unknown, index) => piece(block, `${at}.${index}`))
}

function piece(block: unknown, at: string): Piece {
  if (!isRecord(block)) throw wrong('a content block must be an object', 'Send {"type":"text","text":"..."}.', at)
  switch (block['type']) {
    case 'text':
      return { text: textOf(block['text'], `${at}.text`) }
    case 'image':
      return { image: imageOf(block['source'], `${at}.source`) }
    case 'document':
      return { text: documentOf(block, at) }
    case 'tool_use':
    case 'server_tool_use':
      return { text: `[called the tool ${String(block['name'])} with ${JSON.stringify(block['input'])}]` }
    case 'tool_result':
      return { result: toolResult(block, at) }
    case 'thinking':
    case 'redacted_thinking':
      return undefined // what the model thought in earlier turns is no part of what was said
    default:
      throw wrong('a content block has a type that is not known', 'Use text, image, document, tool_use or tool_result.', `${at}.type`)
  }
}

function toolResult({ tool_use_id: id, content, is_error: failed }: Json, at: string): WrittenMessage {
  const parts = pieces(content, `${at}.content`).filter((part) => part !== undefined)
  const text = parts.flatMap((part) => ('text' in part ? [part.text] : [])).join('\n')
  const images = parts.flatMap((part) => ('image' in part ? [part.image] : []))
  return { role: 'tool', text, ...(typeof id === 'string' ? { name: id } : {}), ...(failed === true ? { failed } : {}), ...(images.length === 0 ? {} : { images }) }
}

function imageOf(source: unknown, at: string): Picture {
  if (isRecord(source) && source['type'] === 'base64') return embeddedImage(textOf(source['data'], `${at}.data`), `${at}.data`)
  if (isRecord(source) && source['type'] === 'url') return { url: textOf(source['url'], `${at}.url`), location: `${at}.url` }
  throw new ClinvkError('unsupported', 'pictures are taken as base64 or from a URL only', { hint: 'Send the picture itself: {"type":"base64","media_type":"image/png","data":"..."}.', details: { location: at } })
}

function documentOf({ source, title, context, citations }: Json, at: string): string {
  if (isRecord(citations) && citations['enabled'] === true) {
    throw new ClinvkError('unsupported', 'citations are not supported: no CLI tells what an answer rests on', { hint: 'Leave out citations.', details: { location: `${at}.citations` } })
  }
  const heading = [title, context].filter((one) => typeof one === 'string').map((line) => `${line}\n`).join('')
  if (isRecord(source) && source['type'] === 'text') return `${heading}${textOf(source['data'], `${at}.source.data`)}`
  throw new ClinvkError('unsupported', 'documents are taken as plain text only', { hint: 'Send the text of the document.', details: { location: `${at}.source` } })
}

function textOf(value: unknown, at: string): string {
  if (typeof value === 'string') return value
  throw wrong('a content block lacks its text', 'Send a text.', at)
}

function wrong(message: string, hint: string, location: string): ClinvkError {
  return new ClinvkError('invalid_request', message, { hint, details: { location } })
}
