import { ClinvkError } from '@clinvk/plugin-sdk'
import { anthropic } from './anthropic/surface.ts'
import { documentation } from './documentation/surface.ts'
import { openai } from './openai/surface.ts'
import { routePattern } from './path-pattern.ts'
import { healthRoute } from './routes/health.ts'
import { metricsRoute } from './routes/metrics.ts'
import { native } from './routes/native.ts'
import type { Surface } from './surface.ts'

const apis: readonly Surface[] = [anthropic, openai, native]

/** Every API that the server speaks. The first whose path it is takes a request; the native one takes the rest. */
export const surfaces: readonly Surface[] = [documentation(apis), ...apis]

/** The same with the MCP server beside them. Errors: `config_invalid` where both want the same path. */
export function withMcp(mcp: Surface): readonly Surface[] {
  return beside(mcp, surfaces)
}

/** The MCP server by itself. `GET /health` is there when that is asked for, for those with a key. */
export function onlyMcp(mcp: Surface, exposeHealth: boolean): readonly Surface[] {
  return beside(mcp, [{ ...native, routes: [...(exposeHealth ? [{ ...healthRoute, scope: 'any' as const }] : []), metricsRoute] }])
}

function beside(mcp: Surface, others: readonly Surface[]): readonly Surface[] {
  const taken = routePattern(others)
  const path = mcp.routes.map((row) => row.path).find((one) => taken(one) !== undefined)
  if (path !== undefined) throw new ClinvkError('config_invalid', `mcp.http_path "${path}" is a path of the HTTP API`, { hint: 'Choose another one, such as /mcp.', details: { key: 'mcp.http_path' } })
  return [mcp, ...others]
}
