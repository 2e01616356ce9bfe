import { afterAll, beforeAll } from 'vitest'
import type { ModelServer } from '../models/server.ts'
import type { Sandbox } from '../sandbox.ts'
import { type Serving, startServe } from '../serving.ts'
import { binFolder } from './pinned-clis.ts'
import { openStage, type RealBackend, realBackends, type Stage } from './real-backend.ts'

/** A server with one real CLI behind it, whose model follows a script. */
export interface ServedStage extends Stage {
  readonly backend: RealBackend
  readonly server: Serving
  /** The models of the other backends. */
  readonly others: Readonly<Partial<Record<RealBackend['name'], ModelServer>>>
  /** Base URLs for clients of each vendor. */
  readonly openaiUrl: string
  readonly anthropicUrl: string
}

/** What the server is started with. */
export interface ServedOptions {
  readonly args?: readonly string[]
  /** Asked for when the server starts. */
  readonly env?: () => Readonly<Record<string, string>>
  /** Backends that stand behind it, too. */
  readonly others?: readonly RealBackend['name'][]
}

/** Sets the stage for the tests around the call, and clears it away after them. There is nothing on it before they begin. */
export function servedStage(backend: RealBackend | RealBackend['name'], { args = [], env = () => ({}), others = [] }: ServedOptions = {}): ServedStage {
  const wanted = typeof backend === 'string' ? named(backend) : backend
  const state = { backend: wanted } as { -readonly [Key in keyof ServedStage]: ServedStage[Key] }
  beforeAll(async () => {
    Object.assign(state, await openStage(wanted))
    const models = await Promise.all(others.map(async (name) => [name, await addBackend(state.sandbox, named(name))] as const))
    state.others = Object.fromEntries(models)
    // How often the CLI asks its model again is not what is looked at.
    state.sandbox.env['CLINVK_UNIFIED_FLAGS_MAX_RETRIES'] = '0'
    state.server = await startServe(state.sandbox, args, { env: env() })
    state.openaiUrl = `${state.server.url}/openai/v1`
    state.anthropicUrl = `${state.server.url}/anthropic`
  })
  afterAll(async () => {
    state.sandbox?.end()
    for (const model of Object.values(state.others ?? {})) await model.close()
    await state.close?.()
  })
  return state
}

async function addBackend(sandbox: Sandbox, { cli, startModel, setUp }: RealBackend): Promise<ModelServer> {
  const model = await startModel()
  sandbox.env['PATH'] = `${binFolder(cli)}:${sandbox.env['PATH']}`
  setUp(sandbox, model.url)
  return model
}

function named(wanted: RealBackend['name']): RealBackend {
  return realBackends.find(({ name }) => name === wanted) as RealBackend
}
