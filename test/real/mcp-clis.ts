import { spawn } from 'node:child_process'
import type { ModelServer } from '../models/server.ts'
import { type Finished, finished } from '../sandbox.ts'
import { type EveryCli, everyCli } from './every-cli.ts'
import type { RealBackend } from './real-backend.ts'

/** One real CLI that asks another one through clinvk. */
export interface Asking {
  readonly name: RealBackend['name']
  /** Whom it asks. */
  readonly asks: RealBackend['name']
  /** What its model calls the tool. */
  readonly tool: string
}

/** The real CLIs, and how one asks another. */
export interface McpClis extends EveryCli {
  /** Runs a CLI as a person does, with nobody at the keyboard. */
  run(file: string, args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Finished>
  /** The model of the one calls clinvk and says what came of it; that of the other answers. */
  script(asking: Asking): { readonly own: ModelServer; readonly other: ModelServer }
}

/** Before each test of a file a sandbox of its own; after it nothing of that is left. */
export function mcpClis(): McpClis {
  const clis = everyCli('each')
  const { model } = clis
  return {
    get sandbox() {
      return clis.sandbox
    },
    model,
    run: (file, args, env = {}) => finished(spawn(file, args, { cwd: clis.sandbox.work, env: { ...clis.sandbox.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })),
    script: ({ name, asks, tool }) => {
      const [own, other] = [model(name), model(asks)]
      const asking = { name: tool, input: { backend: asks, prompt: 'PING from the first', workdir: clis.sandbox.work } }
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
