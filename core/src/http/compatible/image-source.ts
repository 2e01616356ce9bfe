import { ClinvkError } from '@clinvk/plugin-sdk'
import { imageType, imageTypes } from '../../schema/image-type.ts'
import type { ImageInput } from '../../service/prompt-request.ts'

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

/** A picture as a `data:` URL. Others would have to be fetched from wherever the client says. Errors: `invalid_request`, `unsupported`. */
export function imageFromUrl(url: string, location: string): ImageInput {
  const data = /^data:[^,]*;base64,(.*)$/s.exec(url)?.[1]
  if (data !== undefined) return embeddedImage(data, location)
  throw new ClinvkError('unsupported', 'pictures are not fetched from URLs', { hint: 'Send the picture itself, as a data: URL.', details: { location } })
}
