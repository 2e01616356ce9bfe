import type { ListedModel } from '../../service/model-routing.ts'
import { usableModels } from '../compatible/usable-models.ts'
import { HttpFailure } from '../http-failure.ts'
import { type Call, type Route, route } from '../route.ts'

const modelSchema = {
  type: 'object',
  required: ['id', 'object', 'created', 'owned_by'],
  properties: { id: { type: 'string' }, object: { const: 'model' }, created: { type: 'integer' }, owned_by: { type: 'string' } },
} as const

/** Clients only sort by it; when a model was made is known to its vendor alone. */
const created = 0

/** `GET /models` and `GET /models/{id}` below a prefix. */
export function modelRoutes(prefix: string, operationId: string): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: `${prefix}/models`,
      operationId: `${operationId}List`,
      summary: 'List the models',
      scope: 'run',
      schemas: {
        responses: { 200: { description: "Each backend's name, and the ids that it knows.", content: { 'application/json': { type: 'object', required: ['object', 'data'], properties: { object: { const: 'list' }, data: { type: 'array', items: modelSchema } } } } } },
      },
      handler: async (call: Call<undefined, undefined, undefined>) => {
        call.ctx.body = { object: 'list', data: (await usableModels(call)).map(model) }
      },
    }),
    route<undefined, undefined, { readonly id: string }>({
      method: 'GET',
      path: `${prefix}/models/:id`,
      operationId: `${operationId}Get`,
      summary: 'Tell of one model',
      scope: 'run',
      schemas: { params: { type: 'object', properties: { id: { type: 'string' } } }, responses: { 200: { description: 'The model.', content: { 'application/json': modelSchema } } } },
      handler: async (call) => {
        const found = (await usableModels(call)).find(({ id }) => id === call.params.id)
        if (found === undefined) throw new HttpFailure(404, 'invalid_request', `the model "${call.params.id}" does not exist`, { hint: 'See the list of models.', details: { vendor_code: 'model_not_found', location: 'body.model' } })
        call.ctx.body = model(found)
      },
    }),
  ]
}

function model({ id, vendor }: ListedModel): object {
  return { id, object: 'model', created, owned_by: vendor }
}
