import type { ChatMessage } from '../../service/chat/chat-message.ts'
import type { Call } from '../route.ts'
import type { WrittenMessage } from './image-source.ts'

/** Messages with the pictures that they name, which are fetched where that is allowed. Errors: `unsupported`, `invalid_request`. */
export async function withFetchedPictures({ ctx, services }: Pick<Call, 'ctx' | 'services'>, messages: readonly WrittenMessage[]): Promise<readonly ChatMessage[]> {
  const named = messages.flatMap(({ images = [] }) => images.filter((image) => 'url' in image))
  const fetched = named.length === 0 ? new Map<string, never>() : await services.fetchPictures.execute(named, ctx.state.signal)
  return messages.map(({ images, ...message }) => {
    if (images === undefined) return message
    return { ...message, images: images.flatMap((image) => ('url' in image ? (fetched.get(image.url) ?? []) : image)) }
  })
}
