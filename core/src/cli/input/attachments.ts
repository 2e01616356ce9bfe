import { readFile, stat } from 'node:fs/promises'
import { ClinvkError } from '@clinvk/plugin-sdk'
import { imageType, imageTypes } from '../../schema/image-type.ts'
import type { ImageInput, PromptRequest } from '../../service/prompt-request.ts'

/** What models take at most is less; this bounds the memory. */
const mostImageBytes = 20 * 1024 * 1024
const mostSchemaBytes = 1024 * 1024

/** Files that go with a prompt, read. Errors: `invalid_request`, `payload_too_large`. */
export async function attachments(images: readonly string[] | undefined, schema: string | undefined): Promise<Pick<PromptRequest, 'images' | 'json_schema'>> {
  return {
    ...(images === undefined ? {} : { images: await Promise.all(images.map(readImage)) }),
    ...(schema === undefined ? {} : { json_schema: await readSchema(schema) }),
  }
}

async function readImage(path: string): Promise<ImageInput> {
  const bytes = await read(path, 'image', mostImageBytes)
  const media_type = imageType(bytes)
  if (media_type === undefined) {
    throw new ClinvkError('invalid_request', `the image ${path} is none that models read`, { hint: `Convert it to one of: ${imageTypes.join(', ')}.` })
  }
  return { media_type, data: bytes.toString('base64') }
}

async function readSchema(path: string): Promise<unknown> {
  const text = (await read(path, 'JSON schema', mostSchemaBytes)).toString('utf8')
  try {
    return JSON.parse(text) as unknown
  } catch (cause) {
    throw new ClinvkError('invalid_request', `the JSON schema ${path} is no JSON: ${cause instanceof Error ? cause.message : String(cause)}`, { hint: 'Correct the file.' })
  }
}

async function read(path: string, what: string, most: number): Promise<Buffer> {
  try {
    const { size } = await stat(path)
    if (size > most) throw new ClinvkError('payload_too_large', `the ${what} ${path} has ${size} bytes; at most ${most} are taken`, { hint: 'Give a smaller file.' })
    return await readFile(path)
  } catch (cause) {
    if (cause instanceof ClinvkError) throw cause
    throw new ClinvkError('invalid_request', `the ${what} ${path} cannot be read (${(cause as NodeJS.ErrnoException).code})`, { hint: 'Name a file that is there and that you may read.' })
  }
}
