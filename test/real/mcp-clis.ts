import { spawn } from 'node:child_process'
import { afterEach, beforeEach } from 'vitest'
import type { ModelServer } from '../models/server.ts'
import { type Finished, finished, Sandbox } from '../sandbox.ts'
import { binFolder } from './pinned-clis.ts'
import { type RealBackend, realBackends } from './real-backend.ts'

/** One real CLI that asks another one through clinvk. */
export interface Asking {
  readonly name: RealBackend['name']
  /** Whom it asks. */
  readonly asks: RealBackend['name']
  /** What its model calls the tool. */
  readonly tool: string
}

/** The real CLIs in one sandbox, each with a model of its own. */
export interface McpClis {
  readonly sandbox: Sandbox
  model(name: RealBackend['name']): ModelServer
  /** Runs a CLI as a person does, with nobody at the keyboard. */
  run(file: string, args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Finished>
  /** The model of the one calls clinvk and says what came of it; that of the other answers. */
  script(asking: Asking): { readonly own: ModelServer; readonly other: ModelServer }
}

/** Before each test of a file such a sandbox; after it nothing of that is left. */
export function mcpClis(): McpClis {
  let sandbox: Sandbox
  const models = new Map<string, ModelServer>()
  beforeEach(async () => {
    sandbox = new Sandbox(realBackends.map(({ cli }) => binFolder(cli)))
    for (const backend of realBackends) {
      const model = await backend.startModel()
      backend.setUp(sandbox, model.url)
      models.set(backend.name, model)
    }
    sandbox.write('home/.clinvk/config.yaml', 'backends:\n  gemini:\n    model: gemini-2.5-flash\n')
  })
  afterEach(async () => {
    for (const model of models.values()) await model.close()
    sandbox.remove()
  })
  const model = (name: string) => models.get(name) as ModelServer
  return {
    get sandbox() {
      return sandbox
    },
    model,
    run: (file, args, env = {}) => finished(spawn(file, args, { cwd: sandbox.work, env: { ...sandbox.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })),
    script: ({ name, asks, tool }) => {
      const [own, other] = [model(name), model(asks)]
      const asking = { name: tool, input: { backend: asks, prompt: 'PING from the first', workdir: sandbox.work } }
      own.script(({ tool_results: results }) => (results.length === 0 ? { tools: [asking] } : { text: [itSaid(results.join())] }))
      other.script({ text: ['PONG-4711'] })
      return { own, other }
    },
  }
}

/** What a model says of the answer that it got. */
export const itSaid = (answer: string) => `it said ${/PONG-\d+/.exec(answer)?.[0] ?? 'nothing'}`

/** What a model got from its tools, for the message of a test that fails. */
export const toolResults = ({ requests }: ModelServer) => JSON.stringify(requests.map(({ tool_results }) => tool_results))
