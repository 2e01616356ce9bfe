import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Host } from '@clinvk/plugin-sdk'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { surveySkills } from '../src/survey.ts'
import { saying } from './request.ts'

let root: string
let host: Host
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'codex-survey-'))
  host = { env: {}, home: join(root, 'home'), state_dir: root, findExecutable: async () => undefined, run: async () => ({ code: 1, stdout: '', stderr: '' }) }
})
afterEach(() => rm(root, { recursive: true, force: true }))

async function skill(folder: string, text = 'no front matter'): Promise<void> {
  const file = join(root, folder, 'SKILL.md')
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, text)
}

const names = async (text: string, nativeInput = false) => {
  const request = { ...saying(text), native_input: nativeInput, cwd: join(root, 'repo', 'deep') }
  return (await surveySkills(host, request)).skills.map(({ name }) => name)
}

test('skills of the user, of plugins, of the project and of the folders above it can be mentioned', async () => {
  await skill('home/.codex/skills/group/one', '---\nname: "first"\n---\nx')
  await skill('home/.agents/skills/two')
  await skill('home/.codex/plugins/cache/market/plug/1.0.0/skills/three', '---\nname: third\n---\n')
  await skill('repo/deep/.codex/skills/four')
  await skill('repo/.agents/skills/five')
  expect(await names('use $four')).toEqual(expect.arrayContaining(['first', 'two', 'plug:third', 'four', 'five', 'skill-creator']))
})

test('nothing is looked up for a text that mentions none, or for native input', async () => {
  await skill('repo/deep/.codex/skills/four')
  expect(await names('no mention')).toEqual([])
  expect(await names('use $four', true)).toEqual([])
})
