import type { FromSchema } from 'json-schema-to-ts'
import { checkBackend } from '../../service/plan-served-run.ts'
import { type Call, route } from '../route.ts'

const text = { type: 'string' } as const
const texts = { type: 'array', items: text } as const

const backendPath = { type: 'object', required: ['name'], properties: { name: { type: 'string', pattern: '^[a-z][a-z0-9-]*$', description: 'Name of the backend.' } } } as const
type BackendPath = FromSchema<typeof backendPath>

const backendSchema = {
  type: 'object',
  required: ['name', 'available', 'enabled'],
  properties: {
    name: text,
    available: { type: 'boolean', description: 'Its CLI is installed.' },
    enabled: { type: 'boolean' },
    version: { type: 'string', description: 'Of the CLI.' },
    signed_in: { type: 'boolean', description: 'Absent: it cannot be told without asking the model.' },
    title: text,
    vendor: text,
    capabilities: { type: 'object', description: 'What it can do; what is absent it cannot.', additionalProperties: { type: ['boolean', 'string'] } },
    models: {
      type: 'object',
      properties: {
        known: { ...texts, description: 'Ids that can be asked for; others are passed on too.' },
        patterns: { ...texts, description: 'Which ids lead to this backend.' },
        aliases: { type: 'object', additionalProperties: text },
      },
    },
    flags: { type: 'object', description: 'What `extra` may hold: flags, each with how many values it takes.', additionalProperties: { enum: [0, 1, 'many'] } },
    prompt_chars: { type: 'integer', minimum: 0, description: 'The longest prompt that it takes.' },
    breaker: {
      type: 'object',
      required: ['state', 'failures'],
      properties: { state: { type: 'string', enum: ['closed', 'open', 'half-open'] }, failures: { type: 'integer', minimum: 0 }, retry_at: text },
      description: 'Its circuit breaker, where something is on record.',
    },
    problems: { ...texts, description: 'What is wrong, each with what to do; only for keys with the scope `admin`, for it names paths.' },
  },
} as const

/** Looks closely at one backend. Paths of this machine are for admins only. */
export const backendRoute = route<undefined, undefined, BackendPath>({
  method: 'GET',
  path: '/api/v1/backends/:name',
  operationId: 'getBackend',
  summary: 'Show one backend',
  description: 'Asks the CLI for its version, once for each version of its file.',
  scope: 'run',
  errors: ['backend_not_found', 'plugin_load_failed', 'plugin_invalid'],
  schemas: { params: backendPath, responses: { 200: { description: 'The backend.', content: { 'application/json': backendSchema } } } },
  handler: async ({ ctx, params, services }: Call<undefined, undefined, BackendPath>) => {
    checkBackend(params.name, ctx.state.caller)
    const [found] = (await services.listBackends.execute(params.name)).backends
    if (found === undefined) throw new Error(`no backend ${params.name}, though it is registered`)
    const { name, available, enabled, version, details, breaker, problems } = found
    const { title, vendor, capabilities, models, flags, prompt_chars, signed_in } = details ?? {}
    const known = Object.entries({ version, signed_in, title, vendor, capabilities, models, flags, prompt_chars, breaker }).filter(([, value]) => value !== undefined)
    ctx.body = { name, available, enabled, ...Object.fromEntries(known), ...(ctx.state.caller.scopes.includes('admin') ? { problems } : {}) }
  },
})
