import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Host } from '@clinvk/plugin-sdk'
import { describe, expect, onTestFinished, test } from 'vitest'
import { surveyProject } from '../src/survey.ts'
import { requestOf } from './request.ts'

/** A user with a home folder, and nothing in it. */
function user(env: Record<string, string> = {}): { host: Host; write: (path: string, text?: string) => string; root: string } {
  const root = mkdtempSync(join(tmpdir(), 'clinvk-claude-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  const write = (path: string, text = '') => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
    return join(root, path)
  }
  write('home/work/README.md')
  return { host: { env, home: join(root, 'home') } as unknown as Host, write, root }
}

const survey = (host: Host, cwd: string) => surveyProject(host, requestOf({ cwd }))
const answers = (projects: unknown) => JSON.stringify({ projects })

describe('in a project that the user has not trusted', () => {
  test.each(['.claude/settings.json', '.claude/settings.local.json', '.claude/agents/a.md', '.claude/commands/a.md', '.claude/skills/a/SKILL.md', '.mcp.json'])('%s is found', async (file) => {
    const { host, write, root } = user()
    write(`home/work/${file}`)
    const found = await survey(host, join(root, 'home/work'))
    expect(found?.decides).toBe(join(root, 'home/work', file.split('/').slice(0, 2).join('/')))
  })

  test('.mcp.json is found in folders above too, settings are not', async () => {
    const { host, write, root } = user()
    write('home/work/.claude/settings.json')
    write('home/work/deep/er/README.md')
    expect(await survey(host, join(root, 'home/work/deep/er'))).toBeUndefined()
    const file = write('home/work/.mcp.json')
    expect(await survey(host, join(root, 'home/work/deep/er'))).toEqual({ decides: file })
  })

  test('it is found outside the home, and through a link', async () => {
    const { host, write, root } = user()
    const file = write('elsewhere/.mcp.json')
    symlinkSync(join(root, 'elsewhere'), join(root, 'link'))
    expect(await survey(host, join(root, 'link'))).toEqual({ decides: file })
  })
})

test('nothing is found where a project has none of it, nor in the home itself', async () => {
  const { host, write, root } = user()
  write('home/.mcp.json')
  write('home/.claude/settings.json')
  write('home/work/CLAUDE.md')
  expect(await survey(host, join(root, 'home/work'))).toBeUndefined()
  expect(await survey(host, join(root, 'home'))).toBeUndefined()
})

describe('a project counts as trusted', () => {
  test('when the user said so for it, or for a folder above it', async () => {
    const { host, write, root } = user()
    write('home/work/.mcp.json')
    for (const folder of ['home/work', 'home']) {
      write('home/.claude.json', answers({ [join(root, folder)]: { hasTrustDialogAccepted: true } }))
      expect(await survey(host, join(root, 'home/work')), folder).toBeUndefined()
    }
  })

  test('by the file in CLAUDE_CONFIG_DIR where that is set, and then only by that', async () => {
    const { host, write, root } = user()
    write('home/work/.mcp.json')
    const yes = answers({ [join(root, 'home/work')]: { hasTrustDialogAccepted: true } })
    const moved = { ...host, env: { CLAUDE_CONFIG_DIR: join(root, 'config') } }
    write('home/.claude.json', yes)
    expect(await survey(moved, join(root, 'home/work'))).toBeDefined()
    write('config/.claude.json', yes)
    expect(await survey(moved, join(root, 'home/work'))).toBeUndefined()
  })

  test('not by an answer for another folder, a no, or a file that cannot be read', async () => {
    const { host, write, root } = user()
    write('home/work/.mcp.json')
    const work = join(root, 'home/work')
    for (const text of [answers({ [`${work}-2`]: { hasTrustDialogAccepted: true } }), answers({ [work]: { hasTrustDialogAccepted: false } }), answers({ [work]: 'true' }), answers([]), '{"projects":', '[]', '']) {
      write('home/.claude.json', text)
      expect(await survey(host, work), text).toBeDefined()
    }
  })
})
