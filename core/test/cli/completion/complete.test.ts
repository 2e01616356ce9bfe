import { expect, test } from 'vitest'
import type { CommandEntry } from '../../../src/cli/completion/command-index.ts'
import { type Completion, complete } from '../../../src/cli/completion/complete.ts'

const backend = { name: 'backend', char: 'b', value: true, summary: 'backend to use' }
const model = { name: 'model', char: 'm', value: true }
const shared = [backend, model, { name: 'workdir', char: 'w', value: true }, { name: 'output-format', char: 'o', value: true }, { name: 'json', value: false }]
const commands: readonly CommandEntry[] = [
  { name: 'backends', summary: 'List the backends.', args: [{ name: 'name' }], flags: shared },
  { name: 'completion', summary: 'Print a script.', args: [{ name: 'shell', options: ['bash', 'zsh'] }], flags: [] },
  { name: 'config get', summary: 'Print a key.', args: [{ name: 'key' }], flags: shared },
  { name: 'plugins', summary: 'List plugins.', args: [], flags: shared },
  { name: 'plugins new', summary: 'Write one.', args: [{ name: 'name' }], flags: shared },
  { name: 'prompt', summary: 'Run a prompt.', args: [{ name: 'prompt' }], flags: [...shared, { name: 'sandbox-mode', value: true, options: ['read-only', 'full'] }, { name: 'fallback', value: true }, { name: 'image', value: true }] },
  { name: 'sessions list', summary: 'List.', args: [], flags: [...shared, { name: 'limit', char: 'n', value: true }] },
  { name: 'sessions show', summary: 'Show one.', args: [{ name: 'id' }], flags: shared },
]
const values = {
  backends: () => Promise.resolve([{ value: 'claude' }, { value: 'codex' }]),
  models: (name: string | undefined) => Promise.resolve([{ value: `model-of-${name ?? 'all'}` }]),
  sessions: () => Promise.resolve([{ value: 'ffff', description: 'newest' }, { value: 'aaaa', description: 'older' }]),
  configKeys: () => Promise.resolve([{ value: 'output.format' }]),
}

/** The words at the end of a line; the last one is at the cursor. */
const at = (...words: string[]) => complete(words, commands, values)
const texts = (found: Completion) => (typeof found === 'string' ? found : found.map(({ value }) => value))

test.each<[string[], string[] | string]>([
  [[''], ['backends', 'completion', 'config', 'plugins', 'prompt', 'sessions', 'help']],
  [['se'], ['sessions']],
  [['sessions', ''], ['list', 'show']],
  [['sessions', 's'], ['show']],
  [['plugins', ''], ['new']],
  [['sessions', 'show', ''], ['ffff', 'aaaa']],
  [['sessions', 'show', 'a'], ['aaaa']],
  [['sessions', 'show', 'ffff', ''], []],
  [['sessions', 'list', '--li'], ['--limit']],
  [['sessions', 'list', '-n', ''], []],
  [['-b', ''], ['claude', 'codex']],
  [['-b', 'co'], ['codex']],
  [['--backend=co'], ['--backend=codex']],
  [['-b', 'codex', '-m', ''], ['model-of-codex']],
  [['--backend=codex', '--model', ''], ['model-of-codex']],
  [['-bcodex', '-m', ''], ['model-of-codex']],
  [['-m', ''], ['model-of-all']],
  [['-b', 'codex', 'sessions', ''], ['list', 'show']],
  [['sessions', '-b', 'codex', 'list', '--js'], ['--json']],
  [['--sandbox-mode', 'r'], ['read-only']],
  [['-o', ''], ['text', 'json', 'stream-json']],
  [['--fallback', 'claude,'], ['claude,codex']],
  [['-w', ''], 'folders'],
  [['--image', 'x'], 'files'],
  [['--image=x'], 'files'],
  [['backends', ''], ['claude', 'codex']],
  [['completion', ''], ['bash', 'zsh']],
  [['config', 'get', 'out'], ['output.format']],
  [['plugins', 'new', ''], []],
  [['explain this', '--san'], ['--sandbox-mode']],
  [['explain this', ''], []],
  [['--', 'se'], []],
  [['--nope=x'], []],
  [['sessions', 'nope', ''], []],
])('%j completes to %j', async (words, expected) => {
  expect(texts(await at(...words))).toEqual(expected)
})

test('the help of any command can be asked for, and candidates tell what they are', async () => {
  expect(await at('sessions', 'list', '--h')).toEqual([{ value: '--help', description: 'explain this command' }])
  expect(await at('back')).toEqual([{ value: 'backends', description: 'List the backends.' }])
  expect(await at('sess')).toEqual([{ value: 'sessions', description: 'list, show' }])
})
