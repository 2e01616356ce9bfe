import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import type { ModelServer } from '../models/server.ts'
import { Sandbox } from '../sandbox.ts'
import { binFolder } from './pinned-clis.ts'
import { type RealBackend, realBackends } from './real-backend.ts'

/** All real CLIs in one sandbox, each with a model of its own. */
export interface EveryCli {
  readonly sandbox: Sandbox
  model(name: RealBackend['name']): ModelServer
}

/** Sets them up before each test of a file, or before the first, and leaves nothing of them. */
export function everyCli(before: 'each' | 'first'): EveryCli {
  let sandbox: Sandbox
  const models = new Map<string, ModelServer>()
  const [set, clear] = before === 'each' ? [beforeEach, afterEach] : [beforeAll, afterAll]
  set(async () => {
    sandbox = new Sandbox(realBackends.map(({ cli }) => binFolder(cli)))
    for (const backend of realBackends) {
      const model = await backend.startModel()
      backend.setUp(sandbox, model.url)
      models.set(backend.name, model)
    }
    sandbox.write('home/.clinvk/config.yaml', 'backends:\n  gemini:\n    model: gemini-2.5-flash\n')
  })
  clear(async () => {
    for (const model of models.values()) await model.close()
    sandbox.remove()
  })
  return {
    get sandbox() {
      return sandbox
    },
    model: (name) => models.get(name) as ModelServer,
  }
}
