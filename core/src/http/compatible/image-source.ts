import { ClinvkError } from '@clinvk/plugin-sdk'
import { imageType, imageTypes } from '../../schema/image-type.ts'
import type { ChatMessage } from '../../service/chat/chat-message.ts'
import type { PictureUrl } from '../../service/picture/fetch-pictures.ts'
import type { ImageInput } from '../../service/prompt-request.ts'

/** A picture as a request carries it, or names it. */
export type Picture = ImageInput | PictureUrl

/** A message whose pictures may be named only. */
export type WrittenMessage = ChatMessage<Picture>

/**
 * A picture that a request carries as base64. Its type is read from its bytes: what the client says of it may be wrong.
 * Errors: `invalid_request`, with its place.
 */
export function embeddedImage(base64: string, location: string): ImageInput {
  const data = base64.replaceAll(/\s/g, '')
  const type = imageType(Buffer.from(data.slice(0, 64), 'base64'))
  const valid = data.length % 4 !== 1 && /^[A-Za-z0-9+/]*={0,2}$/.test(data)
  if (type === undefined || !valid) {
    throw new ClinvkError('invalid_request', 'a picture is no base64 of a format that models read', { hint: `Send one of: ${imageTypes.join(', ')}.`, details: { location } })
  }
  return { media_type: type, data }
}

/** A picture as a `data:` URL, or one that has to be fetched. Errors: `invalid_request`. */
export function imageFromUrl(url: string, location: string): Picture {
  const data = /^data:[^,]*;base64,(.*)$/s.exec(url)?.[1]
  return data === undefined ? { url, location } : embeddedImage(data, location)
}
