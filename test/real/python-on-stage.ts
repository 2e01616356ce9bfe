import { afterAll, beforeAll } from 'vitest'
import { PythonClient } from './python-clients.ts'
import type { ServedStage } from './served-stage.ts'

/** A client in Python, whose cases are told where the server of the stage is. */
export type StagedPython = Pick<PythonClient, 'ask' | 'value'>

/** Starts one for the tests around the call, with an environment that holds nothing of the machine, and ends it after them. */
export function pythonOn(stage: ServedStage, script: string): StagedPython {
  let client: PythonClient
  beforeAll(() => {
    const { PATH = '', HOME = '', LANG = '', TMPDIR = '' } = stage.sandbox.env
    client = new PythonClient(script, { PATH, LANG, TMPDIR, HOME: `${HOME}-of-the-client` })
  })
  afterAll(() => client?.end())
  const at = (asked: object) => ({ url: stage.server.url, ...asked })
  return { ask: (name, asked) => client.ask(name, at(asked)), value: (name, asked) => client.value(name, at(asked)) }
}
