import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { configDefaults } from '../../src/config/defaults.ts'
import type { Config } from '../../src/config/load.ts'
import { configForMcp, exposedTools, localCaller } from '../../src/mcp/exposure.ts'
import { tools } from '../../src/mcp/tools/tools.ts'
import { toolNames } from '../../src/schema/mcp-config.ts'
import { WorkdirRules } from '../../src/service/workdir-rules.ts'

const defaults = configDefaults() as unknown as Config
const configured = (mcp: Partial<Config['mcp']>, server: Partial<Config['server']> = {}): Config => ({ ...defaults, mcp: { ...defaults.mcp, ...mcp }, server: { ...defaults.server, ...server } })

test('the configuration knows the tools that there are', () => {
  expect(tools.map(({ name }) => name)).toEqual([...toolNames])
})

describe('tools', () => {
  const exposed = (allow: Config['mcp']['tools']['allow'], deny: Config['mcp']['tools']['deny']) => toolNames.filter(exposedTools(configured({ tools: { allow, deny } }).mcp))

  test('are all there where nothing is said', () => {
    expect(exposed([], [])).toEqual([...toolNames])
  })

  test('are those that are allowed, without those that are denied', () => {
    expect(exposed(['clinvk_prompt', 'clinvk_backends'], ['clinvk_prompt'])).toEqual(['clinvk_backends'])
    expect(exposed([], ['clinvk_session_delete'])).toHaveLength(toolNames.length - 1)
  })
})

test('a client at the other end of a pipe gets the lesser permission, and the backends that are named', () => {
  expect(localCaller(configured({ max_permission: 'read-only' }))).toEqual({ scopes: ['run', 'sessions', 'admin'], max_permission: 'read-only' })
  expect(localCaller(configured({ max_permission: 'full', backends: ['codex'] }))).toMatchObject({ max_permission: 'workspace', backends: ['codex'] })
})

describe('directories', () => {
  const allowed = (workdirs: string[], server: string[]) => configForMcp(configured({ workdirs }, { allowed_workdir_prefixes: server })).server.allowed_workdir_prefixes

  test('are those of the server where nothing is said', () => {
    expect(allowed([], [])).toEqual([])
    expect(allowed([], ['/a'])).toEqual(['/a'])
  })

  test('have to be allowed by both', () => {
    expect(allowed(['/a'], [])).toEqual(['/a'])
    expect(allowed(['/a/b', '/c', '/d'], ['/a', '/d/e', '/ab'])).toEqual(['/a/b', '/d/e'])
  })

  test('that leave none are a mistake: an empty list would allow all', () => {
    expect(() => allowed(['/a'], ['/b'])).toThrow('have no directory in common')
  })

  describe('with links', () => {
    /** `a` holds links: to a neighbour, to one of its own folders, and to what is not there. */
    const tree = () => {
      const root = realpathSync(mkdtempSync(join(tmpdir(), 'clinvk-exposure-')))
      onTestFinished(() => rmSync(root, { recursive: true, force: true }))
      for (const folder of ['a/in', 'other/deep', 'home']) mkdirSync(join(root, folder), { recursive: true })
      for (const [link, to] of [['a/link', 'other'], ['a/own', 'a/in'], ['a/gone', 'missing'], ['way', 'a']] as const) symlinkSync(join(root, to), join(root, link))
      return (path: string) => join(root, path)
    }
    const rules = (prefixes: readonly string[], at: (path: string) => string) => new WorkdirRules({ allowed: prefixes, blocked: [], home: at('home'), own: at('home') })

    test.each(['a/link', 'a/link/deep', 'a/link/later', 'a/gone', 'a/gone/later', '../other'])('%s below an allowed directory allows nothing outside of it', (path) => {
      const at = tree()
      const workdir = path === '../other' ? `${at('a')}/../other` : at(path)
      expect(() => allowed([workdir], [at('a')])).toThrow('have no directory in common')
      const both = allowed([workdir, at('a/in')], [at('a')])
      mkdirSync(at('missing/later'), { recursive: true })
      mkdirSync(at('other/later'))
      expect(both).toEqual([at('a/in')])
      for (const outside of ['other', 'other/deep', 'other/later', 'missing', 'missing/later']) expect(() => rules(both, at).check(at(outside)), outside).toThrow('not in allowed paths')
      expect(rules(both, at).check(at('way/in'))).toBe(at('a/in'))
    })

    test('what both allow is found whichever way it is spelled, and what is not there yet', () => {
      const at = tree()
      expect(allowed([at('way/in')], [at('a')])).toEqual([at('a/in')])
      expect(allowed([at('a')], [at('way/own')])).toEqual([at('a/in')])
      expect(allowed([at('way/new/deep')], [at('a')])).toEqual([at('a/new/deep')])
    })
  })
})
