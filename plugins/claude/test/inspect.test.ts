import type { Host } from '@clinvk/plugin-sdk'
import { expect, test } from 'vitest'
import { inspect } from '../src/inspect.ts'

const signedIn = '{\n  "loggedIn": true,\n  "apiProvider": "firstParty"\n}\n'

const flags = '-p --input-format --output-format --verbose --include-partial-messages --resume --fork-session --no-session-persistence --model --add-dir --permission-mode --allowedTools --tools --strict-mcp-config'

/** A host whose CLI prints these. */
function host(version: string, status = signedIn, code = 0, help = flags): Host {
  const run: Host['run'] = async (_file, args) => ({ code, stderr: '', stdout: args[0] === '--version' ? version : args[0] === '--help' ? help : status })
  return { run } as unknown as Host
}

const problems = async (lent: Host): Promise<readonly string[]> => (await inspect(lent, { file: '/usr/bin/claude' })).problems

test('a current, signed-in CLI has a version and no problem', async () => {
  expect(await inspect(host('2.1.329 (Claude Code)\n'), { file: 'claude' })).toEqual({ version: '2.1.329', bad_versions: [expect.objectContaining({ versions: 'before 2.1.197' })], missing_flags: [], signed_in: true, problems: [] })
})

test.each([
  ['2.1.196', 1],
  ['2.1.197', 0],
  ['2.0.300', 1],
  ['1.9.999', 1],
  ['3.0.0', 0],
  ['2.1.1000', 0],
] as const)('version %s gives %i problems', async (version, count) => {
  expect(await problems(host(`${version} (Claude Code)`))).toHaveLength(count)
})

test('a missing login is a problem, but not where another provider has its own', async () => {
  const signedOut = host('2.1.329', '{"loggedIn": false, "apiProvider": "firstParty"}')
  expect(await problems(signedOut)).toEqual([expect.stringContaining('/login')])
  expect(await problems(host('2.1.329', '{"loggedIn": false, "apiProvider": "bedrock"}'))).toEqual([])
})

test('a CLI that tells no version is a problem that names the file', async () => {
  expect(await problems(host('', '', 127))).toEqual([expect.stringContaining('/usr/bin/claude --version')])
})

test('flags that its help no longer offers are told; a longer name is not the flag', async () => {
  const drifted = host('2.1.329', signedIn, 0, flags.replace('--verbose ', '').replace('--model ', '--model-name '))
  expect(await inspect(drifted, { file: 'claude' })).toMatchObject({ missing_flags: ['--verbose', '--model'], problems: [expect.stringContaining('no longer offers --verbose, --model')] })
})
