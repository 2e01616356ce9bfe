import type { ListedModel } from '../../service/model-routing.ts'
import { usableModels } from '../compatible/usable-models.ts'
import { HttpFailure } from '../http-failure.ts'
import { type Call, type Route, route } from '../route.ts'
import { checkVersion } from './api-version.ts'

const modelSchema = { type: 'object', required: ['type', 'id', 'display_name', 'created_at'], properties: { type: { const: 'model' }, id: { type: 'string' }, display_name: { type: 'string' }, created_at: { type: 'string' } } } as const

interface PageQuery {
  readonly limit?: number
  readonly after_id?: string
  readonly before_id?: string
}

/** As the vendor's. */
const usualPage = 20

/** Members that a model of the vendor has, and of which nothing is known here. */
const unknown = { allowed_fallback_models: null, capabilities: null, deprecated_at: null, line: null, max_input_tokens: null, max_tokens: null, retires_at: null } as const

/** `GET /models` and `GET /models/{id}` below a prefix, in the way of Anthropic. */
export function modelRoutes(prefix: string, operationId: string): readonly Route[] {
  return [
    route<undefined, PageQuery>({
      method: 'GET',
      path: `${prefix}/models`,
      operationId: `${operationId}List`,
      summary: 'List the models, in the way of Anthropic',
      scope: 'run',
      schemas: {
        query: { type: 'object', properties: { limit: { type: 'integer', minimum: 1, maximum: 1000 }, after_id: { type: 'string' }, before_id: { type: 'string' }, beta: {} } },
        responses: { 200: { description: "Each backend's name, and the ids that it knows.", content: { 'application/json': { type: 'object', required: ['data', 'has_more', 'first_id', 'last_id'], properties: { data: { type: 'array', items: modelSchema } } } } } },
      },
      handler: async (call) => {
        checkVersion(call.ctx)
        const page = pageOf(await usableModels(call), call.query)
        call.ctx.body = { data: page.models.map(model), has_more: page.more, first_id: page.models[0]?.id ?? null, last_id: page.models.at(-1)?.id ?? null }
      },
    }),
    route<undefined, undefined, { readonly id: string }>({
      method: 'GET',
      path: `${prefix}/models/:id`,
      operationId: `${operationId}Get`,
      summary: 'Tell of one model, in the way of Anthropic',
      scope: 'run',
      schemas: { params: { type: 'object', properties: { id: { type: 'string' } } }, responses: { 200: { description: 'The model.', content: { 'application/json': modelSchema } } } },
      handler: async (call: Call<undefined, undefined, { readonly id: string }>) => {
        checkVersion(call.ctx)
        const found = (await usableModels(call)).find(({ id }) => id === call.params.id)
        if (found === undefined) throw new HttpFailure(404, 'invalid_request', `model: ${call.params.id}`, { hint: 'See the list of models.' })
        call.ctx.body = model(found)
      },
    }),
  ]
}

function pageOf(all: readonly ListedModel[], { limit = usualPage, after_id: after, before_id: before }: PageQuery): { readonly models: readonly ListedModel[]; readonly more: boolean } {
  const at = (id: string) => all.findIndex((one) => one.id === id)
  const rest = after === undefined ? (before === undefined ? all : all.slice(0, Math.max(0, at(before)))) : all.slice(at(after) + 1)
  const models = after === undefined && before !== undefined ? rest.slice(-limit) : rest.slice(0, limit)
  return { models, more: rest.length > models.length }
}

/** When a model was made, and what it can do, is known to its vendor alone. */
function model({ id }: ListedModel): object {
  return { type: 'model', id, display_name: id, created_at: '1970-01-01T00:00:00Z', lifecycle: 'active', ...unknown }
}
