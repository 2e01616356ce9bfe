import { readFile } from 'node:fs/promises'
import type { FromSchema } from 'json-schema-to-ts'
import { yamlText } from '../../config/yaml-text.ts'
import { native } from '../routes/native.ts'
import { type Call, type Route, route } from '../route.ts'
import type { Surface } from '../surface.ts'
import { type Json, openapiDocument } from './openapi-document.ts'
import { page, pagePolicy, startScript } from './page.ts'

/** Put there by the build. */
const files = new URL('../../../dist/swagger-ui/', import.meta.url)

const filePath = { type: 'object', required: ['file'], properties: { file: { type: 'string', enum: ['swagger-ui.css', 'swagger-ui-bundle.js', 'start.js'] } } } as const
type FilePath = FromSchema<typeof filePath>

const anyObject = { type: 'object', required: ['openapi', 'info', 'paths'], properties: { openapi: { type: 'string' }, info: { type: 'object' }, paths: { type: 'object' } }, additionalProperties: true } as const
const text = { type: 'string' } as const

/** The description of all other surfaces: as a document, and as a page for browsers that needs nothing from elsewhere. */
export function documentation(others: readonly Surface[]): Surface {
  let known: { readonly version: string; readonly document: Json } | undefined
  const describe = async ({ services }: Pick<Call, 'services'>): Promise<Json> => {
    const { version } = await services.serverHealth.execute()
    if (known?.version !== version) known = { version, document: openapiDocument([native, ...others.filter((other) => other !== native), surface], version) }
    return known.document
  }
  const routes: readonly Route[] = [
    route({
      method: 'GET',
      path: '/openapi.json',
      operationId: 'openapiJson',
      summary: 'The OpenAPI document of this server',
      scope: 'none',
      errors: [],
      schemas: { responses: { 200: { description: 'OpenAPI 3.1.', content: { 'application/json': anyObject } } } },
      handler: async (call: Call<undefined, undefined, undefined>) => {
        call.ctx.body = await describe(call)
      },
    }),
    route({
      method: 'GET',
      path: '/openapi.yaml',
      operationId: 'openapiYaml',
      summary: 'The same as YAML',
      scope: 'none',
      errors: [],
      schemas: { responses: { 200: { description: 'OpenAPI 3.1.', content: { 'application/yaml': text } } } },
      handler: async (call: Call<undefined, undefined, undefined>) => {
        call.ctx.type = 'application/yaml; charset=utf-8'
        call.ctx.body = await yamlText(await describe(call))
      },
    }),
    route({
      method: 'GET',
      path: '/docs',
      operationId: 'docs',
      summary: 'The same as a page for browsers',
      scope: 'none',
      errors: [],
      schemas: { responses: { 200: { description: 'The page.', content: { 'text/html': text } } } },
      handler: ({ ctx }: Call<undefined, undefined, undefined>) => {
        ctx.set({ 'Content-Security-Policy': pagePolicy, 'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'no-referrer', 'Cache-Control': 'no-cache' })
        ctx.type = 'html'
        ctx.body = page
      },
    }),
    route<undefined, undefined, FilePath>({
      method: 'GET',
      path: '/docs/:file',
      operationId: 'docsFile',
      summary: 'The files of that page',
      scope: 'none',
      errors: [],
      schemas: { params: filePath, responses: { 200: { description: 'The file.', content: { 'text/css': text, 'text/javascript': text } } } },
      handler: async ({ ctx, params: { file } }: Call<undefined, undefined, FilePath>) => {
        const content = file === 'start.js' ? startScript : await readFile(new URL(file, files))
        ctx.set({ 'X-Content-Type-Options': 'nosniff', 'Cache-Control': 'public, max-age=3600' })
        ctx.type = file.endsWith('.css') ? 'text/css; charset=utf-8' : 'text/javascript; charset=utf-8'
        ctx.body = content
      },
    }),
  ]
  const paths = /^\/(?:openapi\.(?:json|yaml)|docs(?:\/.*)?)$/
  const surface: Surface = { ...native, name: 'documentation', owns: ({ path }) => paths.test(path), routes }
  return surface
}
