import type { ImageInput } from '../../service/prompt-request.ts'
import type { Call } from '../route.ts'
import type { Picture } from './image-source.ts'

/** Pictures of a request, of which those that it only names are fetched, where that is allowed. Errors: `unsupported`, `invalid_request`. */
export async function fetchedPictures({ ctx, services }: Pick<Call, 'ctx' | 'services'>, pictures: readonly Picture[]): Promise<readonly ImageInput[]> {
  const named = pictures.filter((picture) => 'url' in picture)
  const fetched = named.length === 0 ? new Map<string, never>() : await services.fetchPictures.execute(named, ctx.state.signal)
  return pictures.flatMap((picture) => ('url' in picture ? (fetched.get(picture.url) ?? []) : picture))
}
