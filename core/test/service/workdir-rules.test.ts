import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WorkdirRules } from '../../src/service/workdir-rules.ts'

let root: string
beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'clinvk-rules-')))
  for (const folder of ['home/.ssh/deep', 'home/.config/gh', 'home/work', 'home/.clinvk/sessions', 'open/in', 'opening', 'closed']) mkdirSync(join(root, folder), { recursive: true })
  writeFileSync(join(root, 'open', 'file'), '')
  symlinkSync('/etc', join(root, 'open', 'etc'))
  symlinkSync(join(root, 'closed'), join(root, 'open', 'out'))
  symlinkSync(join(root, 'home', '.ssh'), join(root, 'open', 'keys'))
  symlinkSync(join(root, 'open'), join(root, 'link'))
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

const rules = (more: { allowed?: string[]; blocked?: string[]; home?: string } = {}) => new WorkdirRules({ allowed: [], blocked: [], home: join(root, 'home'), own: join(root, 'home', '.clinvk'), ...more })
const refusal = (path: string, more: Parameters<typeof rules>[0] = {}) => {
  try {
    return rules(more).check(path)
  } catch (error) {
    return `${(error as { code: string }).code}: ${(error as Error).message}`
  }
}

describe('without configured prefixes', () => {
  test('a directory is taken, without its links', () => {
    expect(rules().check(join(root, 'link', 'in', '..', 'in'))).toBe(join(root, 'open', 'in'))
    expect(rules().check(join(root, 'home', 'work'))).toBe(join(root, 'home', 'work'))
  })

  test.each(['/', '/etc', '/etc/ssl', '/proc/self', '/usr/bin', '/bin', '/lib', '/dev', '/root/x/..'])('%s is out of bounds', (path) => {
    expect(refusal(path)).toMatch(/^permission_denied: .*\(blocked path\)$|does not exist/)
  })

  test('so are folders with keys, clinvk\'s own, and links to any of them', () => {
    for (const path of ['home/.ssh', 'home/.ssh/deep', 'home/.config/gh', 'home/.clinvk/sessions', 'open/etc', 'open/keys', 'home/work/../.ssh']) expect(refusal(join(root, path)), path).toContain('(blocked path)')
  })

  test('a home in /root does not block all that is in it', () => {
    expect(refusal('/root', { home: '/root' })).not.toContain('(blocked path)')
  })
})

test.each([
  ['work', 'must be an absolute path'],
  ['./work', 'must be an absolute path'],
  ['~/work', 'must be an absolute path'],
  ['', 'must be an absolute path'],
  ['/nowhere/at/all', 'does not exist'],
  ['/tmp\0/etc', 'does not exist'],
])('%j is refused: %s', (path, problem) => {
  expect(refusal(path)).toContain(problem)
})

test('a file is no directory', () => {
  expect(refusal(join(root, 'open', 'file'))).toBe(`invalid_request: workdir ${JSON.stringify(join(root, 'open', 'file'))} is not a directory`)
})

describe('allowed prefixes', () => {
  test('take what is below them, and not what only begins like them', () => {
    const allowed = [join(root, 'open')]
    expect(rules({ allowed }).check(join(root, 'open', 'in'))).toBe(join(root, 'open', 'in'))
    expect(rules({ allowed }).check(join(root, 'open'))).toBe(join(root, 'open'))
    expect(refusal(join(root, 'opening'), { allowed })).toContain('(not in allowed paths)')
  })

  test('are not left by a link or by dots', () => {
    const allowed = [`${join(root, 'open')}/`]
    expect(refusal(join(root, 'open', 'out'), { allowed })).toContain('(not in allowed paths)')
    expect(refusal(`${join(root, 'open')}/../closed`, { allowed })).toContain('(not in allowed paths)')
  })

  test('may be links themselves', () => {
    expect(rules({ allowed: [join(root, 'link')] }).check(join(root, 'open', 'in'))).toBe(join(root, 'open', 'in'))
  })

  test('do not open what is blocked', () => {
    expect(refusal(join(root, 'open', 'in'), { allowed: [root], blocked: [join(root, 'open')] })).toContain('(blocked path)')
  })
})

test('a blocked folder that became a link since the start is blocked where it leads', () => {
  const moved = join(root, 'moved')
  const before = rules({ blocked: [join(root, 'later')] })
  mkdirSync(moved)
  symlinkSync(moved, join(root, 'later'))
  expect(() => before.check(join(root, 'later'))).toThrow('(blocked path)')
  expect(() => before.check(moved)).toThrow('(blocked path)')
})

test('a refusal calls the directory as the request does', () => {
  expect(() => rules().check('/etc', 'allowed_dirs')).toThrow('allowed_dirs "/etc" is out of bounds (blocked path)')
})

test('configured blocked prefixes stand in place of the built-in ones', () => {
  expect(rules({ blocked: [join(root, 'closed')] }).check('/etc')).toBe('/etc')
  expect(refusal(join(root, 'closed'), { blocked: [join(root, 'closed')] })).toContain('(blocked path)')
})
