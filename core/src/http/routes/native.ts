import { errorBody } from '../../service/error-body.ts'
import type { Surface } from '../surface.ts'
import { backendsRoute } from './backends.ts'
import { healthRoute } from './health.ts'
import { promptRoute } from './prompt.ts'

/** clinvk's own API, and whatever belongs to no other. */
export const native: Surface = {
  name: 'native',
  owns: () => true,
  routes: [promptRoute, backendsRoute, healthRoute],
  errorBody: (error) => ({ error: errorBody(error) }),
}
