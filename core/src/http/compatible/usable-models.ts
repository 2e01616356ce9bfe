import type { ListedModel } from '../../service/model-routing.ts'
import type { Call } from '../route.ts'

/** The models of the backends that the caller may use. */
export async function usableModels({ ctx, services }: Pick<Call, 'ctx' | 'services'>): Promise<readonly ListedModel[]> {
  const { backends = [] } = ctx.state.caller
  return (await services.modelRouting.list()).filter(({ backend }) => backends.length === 0 || backends.includes(backend))
}
