import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { checkDefinition, longestDefinition, readDefinition } from '../../src/config/read-definition.ts'

const read = (text: string, name = 'tasks.yaml') => readDefinition('parallel', text, name)
const refused = (text: string, name?: string) => read(text, name).then(
  () => 'accepted',
  (error: { message: string }) => error.message,
)

describe('a definition is read', () => {
  const tasks = [{ prompt: 'a\u{1F600}/', backend: 'codex' }, { prompt: 'b', tags: ['x'], meta: { any: [1, null] } }]

  test('from JSON, with tabs or without line breaks', async () => {
    expect(await read(JSON.stringify({ tasks }))).toEqual({ tasks })
    expect(await read(JSON.stringify({ tasks, max_parallel: 2 }, null, '\t'))).toEqual({ tasks, max_parallel: 2 })
    expect(await read('{"tasks":[{"prompt":"\\ud83d\\ude00 \\/ \\u0000"}]}')).toEqual({ tasks: [{ prompt: '\u{1F600} / \0' }] })
  })

  test('from YAML, with texts over several lines and aliases', async () => {
    expect(await read('fail_fast: true\ntasks:\n  - &first\n    prompt: |\n      one\n      two\n    backend: codex\n  - *first\n')).toEqual({ fail_fast: true, tasks: [{ prompt: 'one\ntwo\n', backend: 'codex' }, { prompt: 'one\ntwo\n', backend: 'codex' }] })
  })

  test('from lines of JSON, empty ones among them, by their look or by the name of the file', async () => {
    expect(await read(`${JSON.stringify(tasks[0])}\n\n${JSON.stringify(tasks[1])}\r\n`)).toEqual({ tasks })
    expect(await read(`${JSON.stringify(tasks[0])}\n`, 'one.jsonl')).toEqual({ tasks: [tasks[0]] })
  })

  test('from a bare list, and from a lone task', async () => {
    expect(await read(JSON.stringify(tasks))).toEqual({ tasks })
    expect(await read('prompt: hi')).toEqual({ tasks: [{ prompt: 'hi' }] })
  })

  test('of 1,000 tasks', async () => {
    const many = Array.from({ length: 1000 }, (_, index) => ({ id: `t${index}`, prompt: 'do something '.repeat(20) }))
    expect((await read(JSON.stringify({ tasks: many }, null, 2))).tasks).toEqual(many)
  })
})

describe('a definition is refused with its place for', () => {
  test.each([
    ['a comma behind the last entry', '{"tasks": [\n  {"prompt": "a"},\n]}', '2:18: a comma behind the last entry'],
    ['a comma behind the last key', '{"tasks": [{"prompt": "a",}]}', '1:26: a comma behind the last entry'],
    ['a comma in YAML', 'tasks:\n  - prompt: a\n    tags: [x,]\n', '3:13: a comma behind the last entry'],
    ['a key that is there twice', '{"tasks": [{"prompt": "a",\n "prompt": "b"}]}', '2:2: this key is there twice'],
    ['tabs as indentation', 'tasks:\n\t- prompt: a', '2:1: Tabs are not allowed as indentation'],
    ['a bracket that is not closed', '{"tasks": [{"prompt": "a"}', '1:27: '],
    ['a second document', 'tasks: []\n---\ntasks: []', '2:1: '],
    ['an unknown tag', 'tasks:\n  - prompt: !weird a', '2:13: Unresolved tag: !weird'],
    ['an alias of nothing', 'tasks: []\noutput_dir: *x', '2:13: Unresolved alias'],
    ['an unknown key', 'tasks:\n  - prompt: a\n    sandbox_mod: full', '3:5: unknown key "sandbox_mod"'],
    ['an unknown key at the top', '{"tasks": [], "max_paralel": 3}', '1:15: unknown key "max_paralel" in the definition'],
    ['a wrong type', 'tasks:\n  - prompt: 12', '2:13: tasks[0].prompt must be text, not 12'],
    ['a missing prompt', '{"tasks": [{"prompt": "a"},\n {"backend": "codex"}]}', '2:2: tasks[1] has no "prompt"'],
    ['a mode that does not exist', 'tasks:\n  - prompt: a\n    sandbox_mode: everything', '3:19: tasks[0].sandbox_mode must be one of: default, read-only, workspace, full; not "everything"'],
    ['no workers', 'max_parallel: 0\ntasks: []', '1:15: max_parallel must be 1 or more, not 0'],
    ['half a worker', 'max_parallel: 1.5\ntasks: []', '1:15: max_parallel must be a whole number, not 1.5'],
    ['no list', '{"fail_fast": true}', '1:1: the definition has no "tasks"'],
    ['a lone text', 'just words', '1:1: the definition must be a mapping, not a text'],
    ['nothing', '', '1:1: the definition must be a mapping, not null'],
  ])('%s', async (_what, text, problem) => {
    expect(await refused(text)).toContain(`failed to parse tasks: tasks.yaml:${problem}`)
  })

  test('a reference that is not in quotes, which YAML reads as a mapping, is refused with what to do and no other noise', async () => {
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined)
    onTestFinished(() => warned.mockRestore())
    const failure = readDefinition('chain', 'steps:\n  - prompt: {{previous}}\n', 'c.yaml')
    await expect(failure).rejects.toMatchObject({ message: 'failed to parse chain definition: c.yaml:2:13: steps[0].prompt must be text, not a mapping', hint: 'Put it in quotes.' })
    expect(warned).not.toHaveBeenCalled()
  })

  test('a line of JSONL', async () => {
    expect(await refused('{"prompt":"a"}\n{"prompt":"b",}\n')).toContain('tasks.yaml:2:14: a comma')
    expect(await refused('{"prompt":"a"}\n\n{"promt":"b"}\n')).toContain('tasks.yaml:3:2: unknown key "promt"')
    expect(await refused('{"prompt":"a"}\nnonsense: [\n', 'x.jsonl')).toContain('x.jsonl:2:')
  })

  test('aliases that multiply', async () => {
    const bomb = ['a: &a [x,x,x,x,x,x,x,x,x,x]', ...'bcde'.split('').map((letter, index) => `${letter}: &${letter} [${Array.from({ length: 9 }, () => `*${'abcd'[index]}`).join(',')}]`)].join('\n')
    expect(await refused(bomb)).toMatch(/tasks\.yaml:2:8: Excessive alias count/)
  })

  test.each(['[', '{"a":', '- ', '? '])('100,000 levels of %s', async (opening) => {
    expect(await refused(opening.repeat(100_000))).toContain('nested deeper than 64 levels')
  })

  test('too many tasks, and too long a text', async () => {
    expect(await refused(JSON.stringify(Array.from({ length: 10_001 }, () => ({ prompt: 'a' }))))).toContain('tasks has 10001 entries; 10000 are allowed')
    await expect(read('x'.repeat(longestDefinition + 1))).rejects.toMatchObject({ code: 'payload_too_large' })
  })
})

test('the nearest known key is named, and no prompt', async () => {
  await expect(read('tasks:\n  - promt: my secret')).rejects.toMatchObject({ code: 'invalid_request', hint: 'Did you mean "prompt"?', details: { line: 2, column: 5 } })
  expect(await refused('tasks: my secret')).not.toContain('secret')
})

test('a prototype cannot be set', async () => {
  expect(await refused('{"tasks": [{"prompt": "a", "__proto__": {"backend": "x"}}]}')).toContain('unknown key "__proto__"')
})

test('what did not come as a file is checked the same way', async () => {
  expect(await checkDefinition('compare', { prompt: 'a', backends: ['codex'], sequential: true })).toBeUndefined()
  expect(await checkDefinition('compare', { prompt: 'a', backends: 'codex' })).toMatchObject({ path: ['backends'], message: 'backends must be a list, not a text' })
  expect(await checkDefinition('compare', { prompt: 'a', backend: 'codex' })).toMatchObject({ path: ['backend'], hint: 'Did you mean "backends"?' })
})
