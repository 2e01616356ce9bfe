import { expect, test } from 'vitest'
import { codexCommand } from '../src/command.ts'
import { literalFlags, literalInput } from '../src/literal.ts'
import { saying } from './request.ts'

const skills = [
  { name: 'deploy', path: '/home/user/.codex/skills/deploy/SKILL.md' },
  { name: 'plug:lint', path: '/home/user/.codex/plugins/cache/m/plug/1/skills/lint/SKILL.md' },
]
const off = (name: string) => ['-c', `skills.config=[{name="${name}",enabled=false}]`]

const mentions = ['$deploy now', 'use \\$deploy.', '[$deploy](skill:///x)', '$$deploy']

test.each(mentions)('a mention in "%s" does not add the skill', (text) => {
  expect(literalFlags(text, skills).args).toEqual(off('deploy'))
})

test('a link to the file of a skill does not add it, whatever the link is called', () => {
  expect(literalFlags(`[$other](${skills[0]?.path})`, skills).args).toEqual(off('deploy'))
})

test('a skill of a plugin has its prefix', () => {
  expect(literalFlags('$plug:lint', skills).args).toEqual(off('plug:lint'))
})

const plain = ['deploy', '$deployed', '$deploy-all', '$ deploy', 'echo $HOME', '@README.md', '/compact']

test.each(plain)('"%s" needs nothing', (text) => {
  expect(literalFlags(text, skills)).toEqual({ args: [], warnings: [] })
})

test('no word of the prompt that is not the name of a skill gets into the arguments', () => {
  expect(literalFlags('my password is pa$ecret, then $deploy', skills).args.join(' ')).not.toContain('ecret')
})

test('links to plugins and apps switch those off', () => {
  const { args } = literalFlags('[@x](plugin://x@y) [$z](app://z)', [])
  expect(args).toEqual(['-c', 'features.plugins=false', '-c', 'features.apps=false'])
})

test('a warning says what the run goes without', () => {
  const { warnings } = codexCommand(saying('$deploy'), undefined, { skills })
  expect(warnings).toEqual([{ code: 'literal_input', message: expect.stringContaining('deploy') }])
})

test('native input keeps mentions', () => {
  const { args } = codexCommand(saying('$deploy', { native_input: true }), undefined, { skills })
  expect(args.join(' ')).not.toContain('skills.config')
})

test('a byte order mark at the beginning survives', () => {
  expect(literalInput('\uFEFFhello')).toBe('\uFEFF\uFEFFhello')
  expect(literalInput('hello\uFEFF')).toBe('hello\uFEFF')
})
