import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStage, realBackends, type Stage } from './real-backend.ts'

describe.each(realBackends)('what is typed reaches the model of $name literally', (backend) => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage(backend)
  })
  afterAll(() => stage.close())

  const ask = async (prompt: string, ...flags: string[]) => {
    stage.model.script({ text: ['ok'] })
    const run = await stage.sandbox.run(stage.ask('-o', 'json', ...flags, '--', prompt))
    return { run, sent: JSON.stringify(stage.model.requests.map(({ body }) => body)), prompt: stage.model.requests.at(-1)?.prompt ?? '' }
  }

  test.each(['-x', '--help', '--dangerously-skip-permissions', '/help', '/clear', '/compact now', '/nosuchcommand x', '!ls', '#remember', '$HOME `id` $(id)', 'Grüße 世界 👩‍👩‍👧 \u202Eabc', ' leading space'])('%j', async (text) => {
    const { run, prompt } = await ask(text)
    expect(run.json(), run.stderr).toMatchObject({ content: 'ok', exit_code: 0 })
    expect(prompt).toContain(text.trim())
  })

  test('a path behind an @, inside and outside the working directory: no content of a file reaches the model', async () => {
    stage.sandbox.write('work/inside.txt', 'INSIDE-CONTENT')
    stage.sandbox.write('work/folder/deep.txt', 'INSIDE-CONTENT')
    const outside = stage.sandbox.write('outside/secret.txt', 'OUTSIDE-CONTENT')
    for (const path of ['inside.txt', './inside.txt', 'folder/deep.txt', 'folder', '../outside/secret.txt', outside, '"inside.txt"']) {
      const { run, sent } = await ask(`look at @${path} and (@${path}), please`)
      expect(run.json()['content'], run.stderr).toBe('ok')
      expect(sent, path).not.toContain('INSIDE-CONTENT')
      expect(sent, path).not.toContain('OUTSIDE-CONTENT')
      expect(sent).toContain(path.replaceAll('"', '\\\\\\"').replaceAll('\\\\\\"', '\\"'))
    }
  })

  test('the name of a skill, a custom command or an agent of the project: its file does not reach the model', async () => {
    const skill = '---\nname: trapskill\ndescription: a trap\n---\nTRAP-CONTENT\n'
    for (const folder of ['.codex/skills', '.agents/skills', '.claude/skills']) stage.sandbox.write(`work/${folder}/trapskill/SKILL.md`, skill)
    stage.sandbox.write('work/.claude/commands/trapcommand.md', '---\ndescription: a trap\n---\nTRAP-CONTENT')
    stage.sandbox.write('work/.gemini/commands/trapcommand.toml', 'description = "a trap"\nprompt = "TRAP-CONTENT"\n')
    for (const text of ['please use $trapskill now', '/trapskill now', '/trapcommand now', `[$trapskill](${stage.sandbox.work}/.codex/skills/trapskill/SKILL.md)`]) {
      const { run, sent } = await ask(text)
      expect(run.json()['content'], run.stderr).toBe('ok')
      expect(sent).toContain(JSON.stringify(text).slice(1, -1))
      expect(sent.includes('TRAP-CONTENT'), text).toBe(false)
    }
  })

  test('with --native-input the CLI reads its own syntax, where it has one', async () => {
    stage.sandbox.write('work/inside.txt', 'INSIDE-CONTENT')
    const { sent } = await ask('look at @inside.txt', '--native-input')
    if (backend.name === 'codex') expect(sent).toContain('look at @inside.txt')
    else expect(sent).toContain('INSIDE-CONTENT')
  })

  test('a prompt of 900,000 characters arrives whole', async () => {
    // Gemini CLI exits without having written out all of its output: what is unread then is lost, and it repeats the prompt
    // there. A model that has read 900,000 characters takes longer than this.
    stage.model.script({ text: ['long'], delay_ms: 1000 })
    const text = `BEGIN ${'lorem ipsum '.repeat(74_999)} END-MARKER`
    expect(text.length).toBeGreaterThan(899_990)
    const run = await stage.sandbox.run(stage.ask('-o', 'json'), { stdin: text })
    expect(run.json(), run.stderr).toMatchObject({ content: 'long', exit_code: 0 })
    expect(stage.model.requests.at(-1)?.prompt).toContain(text)
  })

  test('one over the CLI\u2019s own limit is refused before anything starts', async () => {
    stage.model.script({ text: ['never'] })
    const run = await stage.sandbox.run(stage.ask('-o', 'json'), { stdin: 'x'.repeat(30_000_000) })
    expect(run.json()['error']).toMatchObject({ code: 'payload_too_large', backend: backend.name })
    expect(run.code).toBe(1)
    expect(stage.model.log).toHaveLength(0)
  })
})
