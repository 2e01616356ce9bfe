import assert from 'node:assert/strict'
import { isAbsolute } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { McpInstallation, McpPlace, McpServerEntry } from '../../mcp-client.ts'
import { assertClinvkError } from '../coded-error.ts'
import type { Group } from '../kit.ts'

const value = 'a-value-of-the-kit'
const server: McpServerEntry = { name: 'kit-server', command: '/opt/kit/bin/server', args: ['serve', '--config', '/opt/kit/a b'], variables: ['KIT_API_KEY'], trust: false }

/** How the CLI is told of MCP servers, for backends that say so. */
export const mcpClient: Group = ({ backend: { mcpClient: client } }) => {
  if (client === undefined) return []
  const described = (change: Partial<McpServerEntry> = {}): McpInstallation[] =>
    client.scopes.map((scope) => {
      const place: McpPlace = { scope, cwd: '/opt/kit/work', home: '/opt/kit/home', env: { KIT_API_KEY: value } }
      return client.installation({ ...server, ...change }, place)
    })
  return [
    {
      title: 'mcpClient: names scopes, each once, and whether it can be told to trust',
      run() {
        assert.ok(client.scopes.length > 0 && new Set(client.scopes).size === client.scopes.length, 'mcpClient.scopes')
        for (const scope of client.scopes) assert.match(scope, /^[a-z][a-z-]*$/, 'a scope')
        assert.equal(typeof client.trust, 'boolean', 'mcpClient.trust')
      },
    },
    {
      title: 'mcpClient: says which file changes, and hands the server to the CLI word for word',
      run() {
        for (const { file, add, remove } of described()) {
          assert.ok(isAbsolute(file), `"${file}" is no absolute path`)
          for (const word of [server.name, server.command, ...server.args]) assert.ok(add.includes(word), `"${word}" is no argument of its own in "add"`)
          assert.ok(remove.includes(server.name), 'the name is no argument of "remove"')
        }
      },
    },
    {
      title: 'mcpClient: is pure, and writes no value of a variable',
      run() {
        const [once, again] = [described(), described()].map((all) => all.map(({ file, add, remove, more, notes }) => ({ file, add, remove, what: more?.what, notes })))
        assert.ok(isDeepStrictEqual(once, again), 'the same server is described in two ways')
        assert.ok(!JSON.stringify(once).includes(value), 'the value of a variable stands in the description')
      },
    },
    ...(client.trust ? [{
      title: 'mcpClient: trust makes a difference',
      run() {
        const shown = (trust: boolean) => described({ trust }).map(({ add, more }) => [add, more?.what])
        assert.ok(!isDeepStrictEqual(shown(true), shown(false)), 'with and without trust the same is done')
      },
    }] : []),
    {
      title: 'mcpClient: a file that makes no sense is refused by a coded error, or has no such server',
      run() {
        for (const { has, more } of described()) {
          for (const text of ['{"half', '[]', '= = =\n', '\u0000\u0001']) {
            assert.notEqual(refusedOr(() => has(text)), true, `a server was found in ${JSON.stringify(text)}`)
            refusedOr(() => more?.write(text))
          }
        }
      },
    },
  ]
}

/** What the work says; undefined when it is refused by a coded error. */
function refusedOr<Result>(work: () => Result): Result | undefined {
  try {
    return work()
  } catch (thrown) {
    assertClinvkError(thrown)
    return undefined
  }
}
