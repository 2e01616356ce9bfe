import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Host } from '@clinvk/plugin-sdk'
import { describe, expect, test } from 'vitest'
import { surveyFolder } from '../src/survey.ts'
import { hostWith } from './host.ts'
import { requestOf } from './request.ts'

/** A folder with the given files, in the user's home unless `outside`. */
function folderWith(host: Host, files: readonly string[], outside = false): string {
  const folder = join(outside ? dirname(host.home) : host.home, 'project')
  mkdirSync(folder, { recursive: true })
  for (const file of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), '')
  }
  return folder
}

const survey = (host: Host, cwd: string) => surveyFolder(host, requestOf({ cwd }))

describe('in a project that the user has not trusted', () => {
  test.each(['.gemini/settings.json', '.gemini/.env', '.gemini/policies/a.toml', '.gemini/agents/a.md'])('%s is found', async (file) => {
    const host = hostWith({ '.gemini/settings.json': '{}' })
    const cwd = folderWith(host, [file])
    expect((await survey(host, cwd))?.settings).toBe(join(cwd, '.gemini', file.split('/')[1] ?? ''))
  })

  test('.env and .gemini/.env are found in folders above too, settings are not', async () => {
    const host = hostWith({})
    const project = folderWith(host, ['.env', '.gemini/settings.json', 'deep/er/README'])
    const found = await survey(host, join(project, 'deep/er'))
    expect(found).toEqual({ variables: join(project, '.env'), own: {} })
    writeFileSync(join(project, '.gemini/.env'), '')
    expect(await survey(host, join(project, 'deep/er'))).toMatchObject({ settings: join(project, '.gemini/.env') })
  })

  test('it is found outside the home, and through a link', async () => {
    const host = hostWith({})
    const project = folderWith(host, ['.gemini/settings.json'], true)
    const link = join(host.state_dir, '..', 'link')
    symlinkSync(project, link)
    expect((await survey(host, link))?.settings).toBe(join(project, '.gemini/settings.json'))
  })

  test('the address of the user\'s own service goes along, a key does not, and the environment counts more', async () => {
    const host = hostWith({ '.gemini/.env': 'GEMINI_API_KEY=secret\nGOOGLE_GEMINI_BASE_URL="http://own"\nexport GEMINI_MODEL=m\n' }, { GEMINI_MODEL: 'other' })
    expect((await survey(host, folderWith(host, ['.env'])))?.own).toEqual({ GOOGLE_GEMINI_BASE_URL: 'http://own' })
  })
})

test('nothing is found where a project has neither, nor in the home itself', async () => {
  const host = hostWith({ '.env': '', '.gemini/.env': '', '.gemini/settings.json': '{}' })
  expect(await survey(host, folderWith(host, ['GEMINI.md', '.gemini/styleguide.md']))).toBeUndefined()
  expect(await survey(host, host.home)).toBeUndefined()
})

describe('a folder counts as trusted', () => {
  const project = (files: Record<string, string>, env: Record<string, string> = {}) => {
    const host = hostWith(files, env)
    return { host, cwd: folderWith(host, ['.gemini/settings.json']) }
  }
  const rules = (host: Host, text: object) => writeFileSync(join(host.home, '.gemini/trustedFolders.json'), JSON.stringify(text))
  const own = { '.gemini/settings.json': '{}' }

  test('by a rule for it, for a folder above it, or for its neighbour\'s parent', async () => {
    const { host, cwd } = project(own)
    for (const trusted of [{ [cwd]: 'TRUST_FOLDER' }, { [host.home]: 'TRUST_FOLDER' }, { [join(host.home, 'other')]: 'TRUST_PARENT' }]) {
      rules(host, trusted)
      expect(await survey(host, cwd), JSON.stringify(trusted)).toBeUndefined()
    }
  })

  test('not by a rule for another folder, one that a longer rule takes back, or a file that cannot be read', async () => {
    const { host, cwd } = project(own)
    for (const other of [{ [`${cwd}-2`]: 'TRUST_FOLDER' }, { [cwd.slice(0, -1)]: 'TRUST_FOLDER' }, { [host.home]: 'TRUST_FOLDER', [cwd]: 'DO_NOT_TRUST' }, { [cwd]: true }, []]) {
      rules(host, other)
      expect(await survey(host, cwd), JSON.stringify(other)).toBeDefined()
    }
  })

  test('when the user has switched folder trust off, or has said so in the environment, which counts most', async () => {
    const off = project({ '.gemini/settings.json': '{"security":{"folderTrust":{"enabled":false}}} // mine' })
    expect(await survey(off.host, off.cwd)).toBeUndefined()
    const said = project(own, { GEMINI_CLI_TRUST_WORKSPACE: 'true' })
    expect(await survey(said.host, said.cwd)).toBeUndefined()
    const denied = project({ '.gemini/settings.json': '{"security":{"folderTrust":{"enabled":false}}}' }, { GEMINI_CLI_TRUST_WORKSPACE: 'false' })
    expect(await survey(denied.host, denied.cwd)).toBeDefined()
  })
})
