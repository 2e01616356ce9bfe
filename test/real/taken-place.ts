import { until } from '../sandbox.ts'
import type { ServedStage } from './served-stage.ts'

/** Takes the only place for a run, with a run of the real CLI that does not end, until it is given back. */
export async function takeThePlace({ backend, model, sandbox, server }: ServedStage): Promise<() => Promise<void>> {
  model.script({ text: ['a'], hang: 'stream' })
  const goes = new AbortController()
  const taken = await server.prompt({ backend: backend.name, prompt: 'x', output_format: 'stream-json' }, { signal: goes.signal })
  if (taken.status !== 200) throw new Error(`there is no place: ${await taken.text()}`)
  await until(() => model.requests.length > 0, 'the request of the run that takes the place')
  return async () => {
    goes.abort()
    await until(() => sandbox.runs().length === 0, 'the end of the run')
    model.script({ text: ['ok'] })
  }
}
