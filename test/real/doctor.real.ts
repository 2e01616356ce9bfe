import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pinnedClis } from './pinned-clis.ts'
import { openStage, realBackends, type Stage } from './real-backend.ts'

describe.each(realBackends)('doctor and the real $name', (backend) => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage(backend)
  })
  afterAll(() => stage.close())

  const checks = async (...words: string[]) => {
    const run = await stage.sandbox.run(['doctor', '-b', backend.name, '--json', ...words])
    return Object.fromEntries(run.json()['checks'].map(({ id, ...finding }: { id: string }) => [id, finding])) as Record<string, { status: string; message: string }>
  }

  test('tells its version, and that it offers every flag the plugin relies on; its model is not asked', async () => {
    const found = await checks()
    expect(found[`backends.${backend.name}.version`]).toMatchObject({ status: 'pass', message: expect.stringContaining(pinnedClis[backend.cli].version) })
    expect(found[`backends.${backend.name}.flags`]).toMatchObject({ status: 'pass' })
    expect(found[`backends.${backend.name}.signed_in`]).toMatchObject({ status: 'pass' })
    expect(stage.model.requests).toEqual([])
  })

  test('without a key it is not signed in, as far as that can be told', async () => {
    const { env } = stage.sandbox
    const key = env[backend.key] as string
    delete env[backend.key]
    const url = env['GOOGLE_GEMINI_BASE_URL']
    delete env['GOOGLE_GEMINI_BASE_URL']
    try {
      // Codex's loopback model is a provider of the user's own, whose sign-in nobody can tell.
      const expected = backend.name === 'codex' ? 'pass' : 'warn'
      expect((await checks())[`backends.${backend.name}.signed_in`]).toMatchObject({ status: expected })
    } finally {
      env[backend.key] = key
      if (url !== undefined) env['GOOGLE_GEMINI_BASE_URL'] = url
    }
  })

  test('--probe asks one tiny prompt, and leaves nothing behind', async () => {
    stage.model.script({ text: ['ready'] })
    if (backend.name === 'gemini') stage.sandbox.env['CLINVK_GEMINI_MODEL'] = backend.model
    const found = await checks('--probe')
    expect(found[`backends.${backend.name}.probe`]).toMatchObject({ status: 'pass', message: expect.stringMatching(/answered in \d/) })
    expect(stage.model.requests).toHaveLength(1)
    expect(stage.sandbox.processes()).toEqual([])
    expect(stage.sandbox.files('tmp').filter((file) => file.includes('clinvk-probe'))).toEqual([])
  })
})
