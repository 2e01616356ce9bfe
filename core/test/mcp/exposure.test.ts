import { describe, expect, test } from 'vitest'
import { configDefaults } from '../../src/config/defaults.ts'
import type { Config } from '../../src/config/load.ts'
import { configForMcp, exposedTools, localCaller } from '../../src/mcp/exposure.ts'
import { tools } from '../../src/mcp/tools/tools.ts'
import { toolNames } from '../../src/schema/mcp-config.ts'

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
})
