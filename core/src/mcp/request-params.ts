import { ClinvkError } from '@clinvk/plugin-sdk'
import {
  CallToolRequestSchema,
  GetPromptRequestSchema,
  InitializeRequestSchema,
  type JSONRPCRequest,
  ListPromptsRequestSchema,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  ListToolsRequestSchema,
  ReadResourceRequestSchema,
  SetLevelRequestSchema,
} from '@modelcontextprotocol/sdk/types.js'
import { RpcError } from './rpc-error.ts'

/** A schema of the protocol, as far as it is asked here. */
interface Shape {
  readonly safeParse: (value: unknown) => { readonly success: boolean; readonly error?: { readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[] } }
}

const lists: readonly (readonly [string, Shape])[] = [
  ['tools/list', ListToolsRequestSchema],
  ['prompts/list', ListPromptsRequestSchema],
  ['resources/list', ListResourcesRequestSchema],
  ['resources/templates/list', ListResourceTemplatesRequestSchema],
]
const shapes = new Map<string, Shape>([
  ...lists,
  ['initialize', InitializeRequestSchema],
  ['tools/call', CallToolRequestSchema],
  ['prompts/get', GetPromptRequestSchema],
  ['resources/read', ReadResourceRequestSchema],
  ['logging/setLevel', SetLevelRequestSchema],
])

/** What is wrong with the parameters of a request; undefined: nothing, or its method is not known. The SDK would call it a fault of the server. */
export function unfitParams(request: JSONRPCRequest): RpcError | undefined {
  const { method, params } = request
  const issue = shapes.get(method)?.safeParse(request).error?.issues[0]
  if (issue !== undefined) {
    const at = issue.path.join('.')
    return new RpcError(new ClinvkError('invalid_request', `${at} of "${method}" does not fit: ${issue.message}`, { hint: `Send ${method} as the specification of MCP has it.`, details: { location: at } }))
  }
  // Some clients write an empty one for the beginning.
  const cursor = params?.['cursor'] ?? ''
  if (cursor === '' || !lists.some(([name]) => name === method)) return undefined
  return new RpcError(new ClinvkError('invalid_request', `"${method}" has no page ${JSON.stringify(cursor).slice(0, 100)}: it is answered whole`, { hint: 'Leave out "cursor".', details: { location: 'params.cursor' } }))
}
